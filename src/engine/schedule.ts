/** The order in which checks run, and which are skipped. Knows nothing of how a check gets its verdict. */
import type { Check, Verdict } from '../kit/index.ts';

export type ScheduleOptions = {
  /** At most so many checks side by side. */
  jobs: number;
  /** Nothing more begins once it is aborted. */
  signal: AbortSignal;
  /** Runs a check to its verdict; undefined: it was cancelled. */
  begin: (check: Check) => Promise<Verdict | undefined>;
  /** Each check's verdict, once, as soon as it is known. */
  tell: (check: Check, verdict: Verdict) => void;
};

/** Checks that must have passed before this one: the gates above it, and those it names in `after`. */
export function prerequisites(check: Check, checks: readonly Check[]): Check[] {
  const own = checks.indexOf(check);
  return checks.filter((one, index) => (one.gate && index < own) || check.after?.includes(one.id));
}

/**
 * A check begins as soon as its prerequisites have passed, beside all others that may; it is skipped once one of them has
 * not. An exclusive one waits until nothing runs, and meanwhile nothing behind it begins.
 */
export async function schedule(checks: readonly Check[], options: ScheduleOptions): Promise<void> {
  const { begin, tell, jobs, signal } = options;
  const waiting = [...checks];
  const running = new Map<Check, Promise<void>>();
  const verdicts = new Map<Check, Verdict>();

  const settle = (check: Check, verdict: Verdict) => {
    verdicts.set(check, verdict);
    tell(check, verdict);
  };
  const start = (check: Check) => {
    const ended = begin(check).then((verdict) => {
      running.delete(check);
      if (verdict) settle(check, verdict);
    });
    running.set(check, ended);
  };
  const mayBegin = (check: Check) => {
    if (signal.aborted || running.size >= jobs || [...running.keys()].some((one) => one.exclusive)) return false;
    if (check.exclusive && running.size > 0) return false;
    return prerequisites(check, checks).every((one) => verdicts.has(one));
  };
  /** The first check that can begin or be skipped now; undefined: all that are left have to wait. */
  const next = (): { index: number; missing?: Check } | undefined => {
    for (const [index, check] of waiting.entries()) {
      const missing = prerequisites(check, checks).find((one) => (verdicts.get(one)?.status ?? 'passed') !== 'passed');
      if (missing || mayBegin(check)) return { index, missing };
      // Not overtaken, or its turn might never come.
      if (check.exclusive) return undefined;
    }
    return undefined;
  };

  for (;;) {
    for (let one = next(); one; one = next()) {
      const [check] = waiting.splice(one.index, 1) as [Check];
      if (one.missing) settle(check, { status: 'skipped', after: one.missing.id });
      else start(check);
    }
    if (running.size === 0) return;
    await Promise.race(running.values());
  }
}
