/** Work that several checks wait for. It belongs to the run: no check's end, time-out or cancellation ends it for the others. */
import type { CheckScope } from '../../kit/index.ts';

type Log = CheckScope['log'];

export type Shared<T> = {
  /** Starts the work where nobody has yet. Its progress goes to the log of every check that waits, from the beginning. */
  join(scope: Pick<CheckScope, 'signal' | 'log' | 'offTheClock'>): Promise<T>;
  /** The work, if it was ever started. */
  begun(): Promise<T> | undefined;
};

export function shared<T>(work: (log: Log) => Promise<T>): Shared<T> {
  const said: Parameters<Log>[] = [];
  const waiting = new Set<Log>();
  let begun: Promise<T> | undefined;
  let over = false;
  const tell: Log = (source, line) => {
    said.push([source, line]);
    for (const log of waiting) log(source, line);
  };
  return {
    begun: () => begun,
    async join(scope) {
      const log: Log = (source, line) => {
        if (!scope.signal.aborted) scope.log(source, line);
      };
      if (!over) for (const line of said) log(...line);
      waiting.add(log);
      begun ??= work(tell).finally(() => {
        over = true;
      });
      try {
        return await scope.offTheClock(begun);
      } finally {
        waiting.delete(log);
      }
    },
  };
}
