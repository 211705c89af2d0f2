/** The line `npm test` ends with. What did not run counts as failed. */
export type Tally = { passed: number; failed: number; skipped: number };

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };
export const oneFailed: Tally = { ...nothing, failed: 1 };
export const oneSkipped: Tally = { ...nothing, skipped: 1 };

export function sum(tallies: Tally[]): Tally {
  return tallies.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }));
}

export function line({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The last such line in a program's output; undefined when it did not get that far. */
export function lastLine(output: string): Tally | undefined {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  return found && { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) };
}

/** A program's tally, made to agree with its exit code: one that fails without a failed test counts as failed. */
export function settle(tally: Tally | undefined, exitCode: number | null): Tally {
  if (!tally || tally.passed + tally.failed + tally.skipped === 0) return oneFailed;
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** From vitest's JSON report. */
export function ofVitest(report: { numPassedTests: number; numFailedTests: number; numTotalTests: number }): Tally {
  const { numPassedTests: passed, numFailedTests: failed, numTotalTests: total } = report;
  return { passed, failed, skipped: total - passed - failed };
}
