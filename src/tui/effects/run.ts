/** Runs the checks, one run at a time: a newer request cancels the older run and waits until it has cleaned up. */
import { numbers } from '../../engine/reduce.ts';
import type { RunEvent } from '../../kit/index.ts';
import type { RunResult, TuiServices } from '../services.ts';
import type { RunRequest } from '../state/app-state.ts';
import type { Program, World } from './world.ts';

export type Runner = {
  check(request: RunRequest, program: Program): Promise<void>;
  stop(): void;
  /** Resolves once no run is going on. */
  idle(): Promise<void>;
};

export function createRunner({ services, signal }: World): Runner {
  let cancel = new AbortController();
  let going: Promise<void> | undefined;
  let wanted: RunRequest | undefined;
  const loop = async (program: Program) => {
    try {
      while (wanted && !program.state.leaving) {
        const request = wanted;
        wanted = undefined;
        cancel = new AbortController();
        await runOnce(services, program, request, AbortSignal.any([cancel.signal, signal]));
      }
    } finally {
      // Without an await in between: a request made after the last look at `wanted` must start a loop of its own.
      going = undefined;
    }
  };
  return {
    async check(request, program) {
      wanted = request;
      if (going) cancel.abort();
      going ??= loop(program);
      await going;
    },
    stop() {
      wanted = undefined;
      cancel.abort();
    },
    async idle() {
      await going?.catch(() => {});
    },
  };
}

async function runOnce(
  services: TuiServices,
  program: Program,
  { stage, by, only }: RunRequest,
  signal: AbortSignal,
): Promise<void> {
  program.act({ type: 'run-began', stage, by, only });
  const batch = batched((events) => program.act({ type: 'run-events', events }));
  const stopClock = clock((seconds) => program.act({ type: 'run-seconds', seconds }));
  let result: RunResult;
  try {
    result = await services.run(stage, { only, onEvent: batch.add, signal });
  } catch (error) {
    program.act({
      type: 'run-ended',
      end: {
        problem: `The checks could not be run; that is a bug of ours: ${error instanceof Error ? error.message : String(error)}`,
      },
    });
    throw error;
  } finally {
    stopClock();
    batch.flush();
  }
  await afterRun(services, program, stage, result);
  if (!('cleaned' in result)) return;
  await result.cleaned;
  program.act({ type: 'run-cleaned', notices: [...(services.notices ?? [])] });
}

async function afterRun(services: TuiServices, program: Program, stage: string, result: RunResult): Promise<void> {
  if (result.problem !== undefined || result.outcome === 'cancelled') {
    program.act({ type: 'run-ended', end: result });
    return;
  }
  const only = program.state.run?.only;
  const whole = only === undefined ? undefined : await services.lastRun(stage);
  const state = whole ?? program.state.run?.state;
  // Stages first: the passed screen says what comes next.
  program.act({ type: 'stages', rows: await services.stages(), notices: [...(services.notices ?? [])] });
  const outcome = whole?.outcome ?? result.outcome;
  program.act({ type: 'run-ended', end: { outcome }, cleaning: result.cleaned !== undefined, whole });
  if (outcome !== 'passed' || !state) return;
  const [sentences, rows] = await Promise.all([services.learned(stage, numbers(state)), services.report(stage)]);
  program.act({ type: 'learned', stage, sentences });
  program.act({ type: 'report', stage, rows });
}

/** Ink draws thirty frames a second; events between two frames are one change. */
const frameMs = 33;

function batched(flushAll: (events: RunEvent[]) => void): { add(event: RunEvent): void; flush(): void } {
  let waiting: RunEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    flushAll(events);
  };
  return {
    add(event) {
      waiting.push(event);
      timer ??= setTimeout(flush, frameMs);
    },
    flush,
  };
}

function clock(tick: (seconds: number) => void): () => void {
  const began = performance.now();
  const timer = setInterval(() => tick(Math.round((performance.now() - began) / 1000)), 1000);
  return () => clearInterval(timer);
}
