/** The learner's program as it runs beside the UI: one at a time, and none is left behind. */
import type { TrialStarted } from '../services.ts';
import type { Program, World } from './world.ts';

export type Trials = {
  /** Ends the one that runs, then starts this stage's. */
  begin(stage: string, program: Program): Promise<void>;
  /** As a platform would: it may still finish what it does. */
  stop(): void;
  /** Ends it at once; resolves when nothing is left. */
  end(): Promise<void>;
};

const frameMs = 33;

export function createTrials({ services, signal }: World): Trials {
  let cancel = new AbortController();
  let going: Promise<void> | undefined;
  let started: TrialStarted | undefined;
  const run = async (stage: string, program: Program, ends: AbortSignal) => {
    program.act({ type: 'trial', trial: { stage, phase: 'starting', requests: [], lines: [] } });
    const lines = batched((more) => program.act({ type: 'trial-lines', lines: more }));
    try {
      const answer = await services.tryOut(stage, { onLine: lines.add, signal: ends });
      if ('problem' in answer) return program.act({ type: 'trial-ended', problem: answer.problem });
      started = answer;
      program.act({ type: 'trial-runs', url: answer.url, requests: answer.requests });
      void answer.ended.then((ended) => program.act({ type: 'trial-ended', ended }));
      await answer.gone;
    } catch (error) {
      if (!ends.aborted) throw error;
    } finally {
      started = undefined;
      lines.flush();
      program.act({ type: 'trial-ended' });
    }
  };
  const end = async () => {
    cancel.abort();
    await going?.catch(() => {});
  };
  return {
    async begin(stage, program) {
      await end();
      cancel = new AbortController();
      going = run(stage, program, AbortSignal.any([cancel.signal, signal]));
      await going;
    },
    stop() {
      if (started) started.stop();
      else cancel.abort();
    },
    end,
  };
}

/** What a busy program prints between two frames is one change. */
function batched(tell: (lines: string[]) => void): { add(line: string): void; flush(): void } {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length > 0) tell(waiting);
    waiting = [];
  };
  return {
    add(line) {
      waiting.push(line);
      timer ??= setTimeout(flush, frameMs);
    },
    flush,
  };
}
