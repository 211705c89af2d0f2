/** `verify`, for authors and CI: do the checkers judge every program rightly? */
import { plural } from '../kit/index.ts';
import { type CliContext, exitCodes } from './context.ts';
import { interrupted } from './terminal/interrupted.ts';
import { type Case, submissionsOf } from './verify/cases.ts';
import { countCost, describeCost } from './verify/ci/cost.ts';
import { openFiles } from './verify/ci/files.ts';
import { type Plan, planOf } from './verify/ci/plan.ts';
import { isSolution, steadiness } from './verify/ci/repeat.ts';
import { gradeAgain, gradeProgram } from './verify/grade.ts';
import { sideBySide } from './verify/lanes.ts';
import { lint } from './verify/lint.ts';
import type { VerifyOptions } from './verify/options.ts';
import { progress } from './verify/progress.ts';
import { type Conclusion, type VerifyReporting, verifyReporters } from './verify/reporting.ts';
import type { Graded, Result } from './verify/result.ts';
import { staticcheck, withGo } from './verify/rules/staticcheck.ts';

export async function run(cli: CliContext, options: VerifyOptions, names: string[]): Promise<number> {
  const submissions = submissionsOf(cli, options);
  const plan = await planOf(cli, options, names, submissions);
  const reporting = verifyReporters(
    cli,
    options,
    plan.stages.map(({ entry }) => entry),
  );
  const files = openFiles(cli, options, plan, submissions);
  const told = progress(cli, plan.cases.length, reporting.judged);
  reporting.begin(plan.cases.length);
  const cost = countCost();
  const grade = (one: Case) => gradeProgram(cli, one, options.full ?? false);
  const { results: first, waited } = await sideBySide(plan.lanes, grade, told.judged, cli.signal);
  if (cli.signal.aborted) return interrupted(cli, `${plural(plan.cases.length - first.length, 'program')} not judged.`);
  // A nightly run wants to know of every wrong verdict, and one that repeats the solutions of each of theirs.
  const again = (one: Graded) => options.solutions === undefined || !isSolution(one);
  const graded = options.full
    ? first
    : await gradeAgain(first, ({ stage, name }) => grade(caseOf(plan.cases, stage, name)), again);
  const rules = await rulesOf(cli, plan, submissions, graded);
  for (const one of [...graded.filter((one) => one.unsteady), ...rules]) reporting.judged(one);
  if (cli.signal.aborted) return interrupted(cli, 'The rules were not all looked at.');
  const results = [...graded, ...rules];
  await files.write(results);
  return conclude(cli, options, reporting, { results, cost: cost(), waited });
}

/** What is said of a stage besides its programs. */
async function rulesOf(
  cli: CliContext,
  { stages, cases, rulesFor }: Plan,
  submissions: string,
  graded: readonly Graded[],
): Promise<Result[]> {
  const results: Result[] = [];
  for (const { entry } of stages) {
    results.push(...(await lint(entry, submissions, graded, rulesFor(entry))));
    results.push(...steadiness(entry.id, graded));
    const solution = cases.find(({ stage, kind }) => stage.id === entry.id && kind === 'solution');
    if (solution) results.push(...(await staticcheck(entry, withGo(cli))));
  }
  return results;
}

const caseOf = (cases: readonly Case[], stage: string, name: string): Case => {
  const found = cases.find((one) => one.stage.id === stage && one.name === name);
  if (!found) throw new Error(`no program ${name} of ${stage} was judged`);
  return found;
};

type Judged = Pick<Conclusion, 'results' | 'cost' | 'waited'>;

/** The last line and the exit code say the same: 1 something was judged wrongly, 2 something was skipped, 0 neither. */
async function conclude(
  cli: CliContext,
  options: VerifyOptions,
  reporting: VerifyReporting,
  { results, cost, waited }: Judged,
): Promise<number> {
  const count = (status: Result['status']) => results.filter((result) => result.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  const all = { passed, failed, skipped, results, cost, waited };
  const brief = results.map(({ verdicts: _, ...result }) => result);
  if (options.json) cli.out(`${JSON.stringify({ schema: 1, ...all, results: brief }, null, 2)}\n`);
  await reporting.end(all);
  const last = `\n${describeCost(cost, waited)}\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
  // A document on stdout stays whole; the last line is then for people.
  if (onScreen(options)) cli.out(last);
  else cli.err(last);
  if (failed > 0) return exitCodes.failed;
  return skipped > 0 && !options.allowSkipped ? exitCodes.incomplete : exitCodes.passed;
}

const onScreen = ({ json, reporter = [] }: VerifyOptions) =>
  !json && reporter.every((spec) => spec.includes('=') || spec === 'pretty');
