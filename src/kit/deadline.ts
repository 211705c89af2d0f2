/**
 * Upper bounds that a busy machine does not shorten. A deadline counts only time in which this process itself was
 * given the processor: when the whole machine stalls, the learner's program stalled with it, and that is not its fault.
 */
const tickMs = 50;

export type Deadline = {
  /** Aborted once the time is used up; never after `stop`. */
  readonly signal: AbortSignal;
  stop(): void;
  /** The clock stands still until the function it returns is called. */
  pause(): () => void;
};

export function deadline(ms: number): Deadline {
  const controller = new AbortController();
  let left = ms;
  let pauses = 0;
  let last = performance.now();
  const timer = setInterval(
    () => {
      const now = performance.now();
      if (pauses === 0) left -= Math.min(now - last, tickMs * 2);
      last = now;
      if (left > 0) return;
      clearInterval(timer);
      controller.abort();
    },
    Math.min(tickMs, ms),
  );
  return {
    signal: controller.signal,
    stop: () => clearInterval(timer),
    pause() {
      pauses += 1;
      let paused = true;
      return () => {
        if (paused) pauses -= 1;
        paused = false;
      };
    },
  };
}

/** Nothing came in time. A symbol, so that no text of a program can be taken for it. */
export const late: unique symbol = Symbol('late');
export type Late = typeof late;

/** Resolves when the signal is aborted; at once where it was before. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The promise's value, or `late` when it had none after `ms`. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | Late> {
  const limit = deadline(ms);
  try {
    return await Promise.race([promise, aborted(limit.signal).then((): Late => late)]);
  } finally {
    limit.stop();
  }
}

/** Asks again and again (every `everyMs`, default 10) until `ask` answers; undefined after `ms`. For facts that send no event, e.g. "a connection is refused". */
export async function eventually<T>(
  ms: number,
  ask: () => Promise<T | undefined> | T | undefined,
  everyMs = 10,
): Promise<T | undefined> {
  const limit = deadline(ms);
  try {
    for (;;) {
      const answer = await ask();
      if (answer !== undefined || limit.signal.aborted) return answer;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  } finally {
    limit.stop();
  }
}
