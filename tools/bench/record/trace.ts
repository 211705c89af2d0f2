/**
 * What a run of a stage's checks does to the outside world, as steps in a partial order: each names the steps that had ended
 * when it began. The bare script (bare/script.mjs) takes the same steps, each as soon as those it needs are done, without
 * judging anything.
 */
export type Recorded = { method: string; path: string; headers: Record<string, string | string[]>; body?: string };

/** How a fake upstream treated a request; one without a treatment was never answered. */
export type Treatment =
  | { how: 'answer'; status: number; headers: Record<string, string>; body: string }
  | { how: 'begin'; status: number; headers: Record<string, string>; body: string; bytes: number }
  | { how: 'drip'; status: number; headers: Record<string, string>; body: string; everyMs: number }
  | { how: 'finish' }
  | { how: 'hangUp'; reset: boolean };

/** The nth request (from 0) of an epoch that came for this path. */
export type Treated = { upstream: number; epoch: number; path: string; nth: number; treatment: Treatment };

/** `$3` in an environment value stands for the address (host:port) of upstream 3. */
export type Action =
  | { do: 'go'; mode: string; args: string[]; env: Record<string, string> }
  | { do: 'rebuild' }
  | { do: 'start'; server: number; mode: string; env: Record<string, string>; listens: boolean }
  | { do: 'request'; server: number; requests: Recorded[]; session?: number; timeoutMs: number; stream: boolean }
  | { do: 'abort'; step: number }
  | { do: 'idle'; session: number }
  | { do: 'connect'; server: number; raw: number }
  | { do: 'write'; raw: number; text: string }
  | { do: 'read'; raw: number; source: string; flags: string }
  | { do: 'hungUp'; raw: number }
  | { do: 'drop'; raw: number }
  | { do: 'signal'; server: number; name: NodeJS.Signals }
  | { do: 'exited'; server: number }
  | { do: 'refused'; server: number }
  | { do: 'ask'; server: number; question: 'goroutines' | 'leaked' | 'memory' }
  | { do: 'kill'; server: number }
  /** The driver over the learner's packages (src/harness/driver), with the files it adds, and what it is asked. */
  | { do: 'drive'; server: number; files: Record<string, string>; target: string }
  | { do: 'call'; server: number; question: { call?: string; args?: readonly unknown[] } }
  /** The check waited this long, and what it waited for did not happen. */
  | { do: 'pause'; ms: number }
  | { do: 'upstream'; upstream: number; refusing: boolean }
  | { do: 'arrived'; upstream: number; count: number }
  /** The check changes what the upstream does from now on; `epoch` counts these changes. */
  | { do: 'respond'; upstream: number; epoch: number }
  | ({ do: 'treat' } & Treated)
  | { do: 'dependency'; upstream: number; becomes: 'accept' | 'refuse' | 'drop' };

export type Step = {
  id: number;
  needs: number[];
  /** The check waited this long on purpose before the step. */
  pauseMs: number;
  /** How long the step took. */
  ms: number;
  action: Action;
};

export type Work = {
  steps: Step[];
  /** Requests an upstream got, by `upstream epoch path`. */
  arrivals: Record<string, number>;
  /** What the upstreams did right away, without waiting for anything. */
  atOnce: Treated[];
};

/**
 * A check that waits on purpose (for something that must not happen, say) waits at least this long, and the bare script waits
 * too. A shorter gap is our own overhead, which the bare script does not repeat.
 */
const onPurposeMs = 400;

/** The steps of one check. A step needs those that had ended in its own check, or before the check began. */
export type Lane = {
  begin(action: Action): Open;
  /** A step that lasts as long as `work`. Where the result does not count, what was awaited did not happen. */
  during<T>(action: Action, work: () => Promise<T>, counts?: (result: T) => boolean): Promise<T>;
  /** A step that ends at once. */
  note(action: Action): void;
  /** Waits for a step that another lane may have begun. */
  joins(step: number): void;
  end(): void;
};
type Open = {
  id: number;
  end(): void;
  /** It ended without what was awaited. */
  inVain(): void;
};

export class Trace {
  readonly work: Work = { steps: [], arrivals: {}, atOnce: [] };
  #over = new Set<number>();
  #ids = 0;

  id(): number {
    this.#ids += 1;
    return this.#ids;
  }

  lane(): Lane {
    const before = [...this.#over];
    const frontier = new Set(before);
    const steps = new Map<number, Step>();
    let lastEnd = performance.now();
    const over = (id: number) => {
      for (const known of steps.get(id)?.needs ?? []) frontier.delete(known);
      frontier.add(id);
      lastEnd = performance.now();
    };
    const begin = (action: Action): Open => {
      const begun = performance.now();
      const onPurpose = steps.size > 0 && begun - lastEnd >= onPurposeMs;
      const needs = action.do === 'treat' ? withoutRequests([...frontier], steps) : [...frontier];
      const step: Step = {
        id: this.id(),
        needs,
        pauseMs: onPurpose ? Math.round(begun - lastEnd) : 0,
        ms: 0,
        action,
      };
      steps.set(step.id, step);
      this.work.steps.push(step);
      const end = () => {
        step.ms = Math.round(performance.now() - begun);
        over(step.id);
      };
      return {
        id: step.id,
        end,
        inVain() {
          end();
          step.action = { do: 'pause', ms: step.ms };
        },
      };
    };
    return {
      begin,
      async during(action, work, counts = () => true) {
        const step = begin(action);
        const result = await work();
        if (counts(result)) step.end();
        else step.inVain();
        return result;
      },
      note: (action) => begin(action).end(),
      joins: over,
      end: () => {
        for (const known of before) this.#over.delete(known);
        for (const id of frontier) this.#over.add(id);
      },
    };
  }
}

/** Of many requests at once, which ones an upstream holds varies: the step that releases them must not need one of them. */
function withoutRequests(needs: readonly number[], steps: ReadonlyMap<number, Step>): number[] {
  const open = [...needs];
  const found = new Set<number>();
  const seen = new Set<number>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const step = steps.get(id);
    if (step?.action.do === 'request' || step?.action.do === 'treat') open.push(...step.needs);
    else found.add(id);
  }
  return [...found];
}
