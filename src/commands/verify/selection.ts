/** Which programs `verify` judges, and by which of a stage's checks. */
import type { Stage } from '../../kit/index.ts';
import { UsageError } from '../../workspace/errors.ts';
import type { Case } from './cases.ts';

export type Sampling = 'all' | 'sample' | 'rest';

/** `sample`: starter, solution, accepted programs and one rejected program a check; `rest`: the others. */
export function selected(cases: readonly Case[], sampling: Sampling): Case[] {
  if (sampling === 'all') return [...cases];
  const seen = new Set<string>();
  const inSample = (one: Case) => {
    if (one.kind !== 'rejected') return true;
    const key = `${one.stage.id} ${one.check}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  return cases.filter((one) => inSample(one) === (sampling === 'sample'));
}

export function samplingOf({ sample, rest }: { sample?: boolean; rest?: boolean }): Sampling {
  if (sample && rest) throw new UsageError('--sample and --rest together are all programs.', 'Leave both out.');
  return sample ? 'sample' : rest ? 'rest' : 'all';
}

/**
 * The checks that decide about a rejected program: those up to the one it is named for, since a learner is shown the first
 * that fails, and those its mistake is expected to break too. undefined: all of them.
 */
export function deciding(one: Case, { checks }: Stage, full: boolean): string[] | undefined {
  const named = checks.findIndex(({ id }) => id === one.check);
  if (full || one.kind !== 'rejected' || named === -1) return undefined;
  return checks.filter(({ id }, index) => index <= named || id in one.expects.alsoFails).map(({ id }) => id);
}
