/** One program graded, and its verdict held against what the program deserves. */
import { loadStage } from '../../course/course.ts';
import type { RunState } from '../../engine/reduce.ts';
import { gradeFolder } from '../../usecases/grade.ts';
import type { CliContext } from '../context.ts';
import { assess } from './assess.ts';
import type { Case } from './cases.ts';
import { withProgram } from './program.ts';
import type { Graded } from './result.ts';
import { deciding } from './selection.ts';
import { findingComplaints } from './wording.ts';

/** `full`: by all checks, also where fewer decide. */
export async function gradeProgram(cli: Pick<CliContext, 'signal' | 'env'>, one: Case, full: boolean): Promise<Graded> {
  const begun = performance.now();
  const stage = await loadStage(one.stage);
  const only = deciding(one, stage, full);
  const base = { stage: one.stage.id, name: one.name, checks: only?.length ?? stage.checks.length };
  const since = () => Math.round(performance.now() - begun);
  try {
    const { signal, env } = cli;
    const state = await withProgram(one, (folder) =>
      gradeFolder({ entry: one.stage, folder, env, signal, only, measures: false, niceBuilds: true }),
    );
    const { complaints, skipped } = assess(one, state);
    const status = complaints.length > 0 ? 'failed' : skipped ? 'skipped' : 'passed';
    const details = skipped ? [...complaints, skipped] : complaints;
    return { ...base, status, details, ms: since(), wording: findingComplaints(state), verdicts: verdictsOf(state) };
  } catch (error) {
    const details = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { ...base, status: 'failed', details, ms: since(), wording: [] };
  }
}

const verdictsOf = ({ checks }: RunState) =>
  checks.flatMap(({ id, verdict }) => (verdict ? [{ check: id, verdict }] : []));

/** More than these are not the crowd's doing. */
const mostAgain = 5;

/**
 * What was judged wrongly among many is judged once more, alone. A verdict that then is right is an unsteady one: told as such
 * and worth a look, since a check should not depend on what else goes on; but not the fault that `verify` looks for.
 * `again`: which programs get this second chance.
 */
export async function gradeAgain<T extends Graded>(
  graded: readonly T[],
  judge: (result: T) => Promise<Graded>,
  again: (result: T) => boolean = () => true,
): Promise<Graded[]> {
  const wrong = graded.filter((one) => one.status === 'failed' && again(one));
  if (wrong.length > mostAgain) return [...graded];
  const seconds = new Map<Graded, Graded>();
  for (const first of wrong) {
    const second = await judge(first);
    if (second.status === 'passed') seconds.set(first, { ...second, unsteady: first.details });
  }
  return graded.map((one) => seconds.get(one) ?? one);
}
