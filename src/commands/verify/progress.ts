/** What `verify` says while it runs: each result, and now and then the time left. */
import type { CliContext } from '../context.ts';
import type { Result } from './result.ts';

const tellEveryMs = 30_000;

export type Progress = { judged(result: Result): void };

/** `tell` gets each result. */
export function progress(cli: Pick<CliContext, 'err'>, total: number, tell: (result: Result) => void): Progress {
  const begun = performance.now();
  let judged = 0;
  let told = begun;
  return {
    judged(result) {
      judged += 1;
      tell(result);
      const now = performance.now();
      if (now - told < tellEveryMs || judged === total) return;
      told = now;
      cli.err(`${judged} of ${total} programs judged, about ${minutesLeft(now - begun, judged, total)} left\n`);
    },
  };
}

/** By the pace so far; the first few programs share the wait for cold caches, so it begins too high rather than too low. */
export function minutesLeft(passedMs: number, done: number, total: number): string {
  const minutes = ((passedMs / done) * (total - done)) / 60_000;
  return minutes < 1 ? 'a minute' : `${Math.ceil(minutes)} minutes`;
}
