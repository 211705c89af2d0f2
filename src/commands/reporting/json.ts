/** `check --json`: how it all ended, as one document. Described in docs/check-v1.schema.json. */
import type { RunState } from '../../engine/reduce.ts';
import type { Outcome } from '../../kit/index.ts';
import { gather } from '../../reporters/suites.ts';
import type { CliContext } from '../context.ts';
import type { Reporting } from './open.ts';

export function jsonReporting(cli: Pick<CliContext, 'out'>): Reporting {
  const { add, runs } = gather();
  return { emit: add, end: async () => cli.out(`${JSON.stringify(documentOf(runs()), null, 2)}\n`) };
}

/** Stable: fields may be added, none changes its meaning. */
export function documentOf(runs: readonly RunState[]) {
  const stages = runs.map((run) => ({
    stage: run.stage,
    outcome: outcomeOf(run),
    ms: run.ms ?? null,
    checks: run.checks.map(({ id, title, points, level, lesson, verdict }) => ({
      id,
      title,
      points,
      level,
      lesson,
      // Without one where the run was interrupted.
      verdict: verdict ?? null,
    })),
    measures: run.measures,
  }));
  const outcomes = stages.map(({ outcome }) => outcome);
  return { schema: 1, outcome: worst.findLast((one) => outcomes.includes(one)) ?? 'incomplete', stages };
}

/** A run without an end was interrupted. */
const outcomeOf = (run: RunState): Outcome => run.outcome ?? 'incomplete';

/** As the exit codes have it. */
const worst: readonly Outcome[] = ['passed', 'incomplete', 'failed', 'errored'];
