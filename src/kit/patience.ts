/**
 * Upper bounds that a busy machine does not shorten. A deadline counts only time in which this process itself was
 * given the processor: when the whole machine stalls, the learner's program stalled with it, and that is not its fault.
 */
const tickMs = 50;

export type Patience = {
  readonly over: Promise<boolean>;
  stop(): void;
  /** The clock stands still while `work` goes on. */
  during<T>(work: Promise<T>): Promise<T>;
};

/** Resolves to true after `ms` of time in which the machine was really working; `stop` ends it early with false. */
export function patience(ms: number): Patience {
  let settle: (over: boolean) => void = () => {};
  const over = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  let left = ms;
  let paused = 0;
  let last = performance.now();
  const timer = setInterval(
    () => {
      const now = performance.now();
      if (paused === 0) left -= Math.min(now - last, tickMs * 2);
      last = now;
      if (left <= 0) finish(true);
    },
    Math.min(tickMs, ms),
  );
  const finish = (late: boolean) => {
    clearInterval(timer);
    settle(late);
  };
  return {
    over,
    stop: () => finish(false),
    async during(work) {
      paused += 1;
      try {
        return await work;
      } finally {
        paused -= 1;
      }
    },
  };
}

/** The promise's value, or 'late' when it had none after `ms` of patience. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | 'late'> {
  const bound = patience(ms);
  try {
    return await Promise.race([promise, bound.over.then(() => 'late' as const)]);
  } finally {
    bound.stop();
  }
}

/** Asks again and again (every `everyMs`, default 10) until `ask` answers; undefined after `ms` of patience. For facts that send no event, e.g. "a connection is refused". */
export async function eventually<T>(
  ms: number,
  ask: () => Promise<T | undefined> | T | undefined,
  everyMs = 10,
): Promise<T | undefined> {
  const bound = patience(ms);
  let late = false;
  bound.over.then((over) => {
    late = over;
  });
  try {
    for (;;) {
      const answer = await ask();
      if (answer !== undefined || late) return answer;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  } finally {
    bound.stop();
  }
}
