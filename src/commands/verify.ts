/** `verify`, for authors and CI: do the checkers judge every program rightly? */
import { dirname } from 'node:path';
import { loadStage, type StageEntry } from '../course/course.ts';
import type { Stage } from '../kit/index.ts';
import { plural } from '../kit/index.ts';
import { courseOf, stagesOf } from '../usecases/session.ts';
import { UsageError } from '../workspace/errors.ts';
import { stageNamed } from '../workspace/stages.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';
import { type Case, casesOf, submissionsOf } from './verify/cases.ts';
import { countCost, describeCost } from './verify/cost.ts';
import { gradeAgain, gradeProgram } from './verify/grade.ts';
import { lanesOf, sideBySide } from './verify/lanes.ts';
import { lint } from './verify/lint.ts';
import { progress } from './verify/progress.ts';
import { type Conclusion, type VerifyReporting, verifyReporters } from './verify/reporting.ts';
import type { Result } from './verify/result.ts';
import { staticcheck, withGo } from './verify/rules/staticcheck.ts';
import { samplingOf, selected } from './verify/selection.ts';

export type VerifyOptions = Options & {
  json?: boolean;
  reporter?: string[];
  /** Exit 0 although something was skipped. */
  allowSkipped?: boolean;
  jobs?: string;
  program?: string[];
  changed?: string;
  /** Rejected programs by all checks, not only by those that decide. */
  full?: boolean;
  sample?: boolean;
  rest?: boolean;
};

export async function run(cli: CliContext, options: VerifyOptions, names: string[]): Promise<number> {
  const submissions = submissionsOf(cli, options);
  const stages = await chosen(cli, options, names);
  const sampling = samplingOf(options);
  const all = stages.flatMap((stage) => casesOf(stage, submissions)).filter((one) => wanted(one, options));
  const cases = selected(all, sampling);
  if (cases.length === 0 && !options.changed)
    throw new UsageError('No program is to be judged.', 'Look at the names after --program.');
  const reporting = verifyReporters(cli, options.json ? [] : (options.reporter ?? []), stages);
  const told = progress(cli, cases.length, options.json ? () => {} : reporting.judged);
  reporting.begin(cases.length);
  const cost = countCost();
  const onCluster = await clusterStages(stages);
  const lanes = lanesOf(cases, (one) => onCluster.has(one.stage.id), jobsOf(options));
  const grade = (one: Case) => gradeProgram(cli, one, options.full ?? false);
  const { results: first, waited } = await sideBySide(lanes, grade, told.judged, cli.signal);
  if (cli.signal.aborted) {
    cli.err(`Interrupted: ${plural(cases.length - first.length, 'program')} not judged.\n`);
    return exitCodes.interrupted;
  }
  // A nightly run wants to know of every wrong verdict.
  const graded = options.full ? first : await gradeAgain(first, ({ stage, name }) => grade(caseOf(cases, stage, name)));
  const unsteady = graded.filter((one) => one.unsteady);
  const whole = !options.program?.length && sampling === 'all';
  const linted: Result[] = [];
  for (const stage of stages) linted.push(...(await lint(stage, submissions, graded, whole)));
  for (const { stage, kind } of cases) if (kind === 'solution') linted.push(...(await staticcheck(stage, withGo(cli))));
  if (!options.json) for (const one of [...unsteady, ...linted]) reporting.judged(one);
  return conclude(cli, options, reporting, { results: [...graded, ...linted], cost: cost(), waited });
}

async function chosen(cli: CliContext, options: VerifyOptions, names: string[]): Promise<StageEntry[]> {
  const all = stagesOf(cli, options);
  const named = names.length > 0 ? names.map((name) => stageNamed(all, name)) : all;
  const stages = named.filter((stage) => ready(stage, names));
  if (!options.changed) return stages;
  const { changedStages } = await import('./verify/changed.ts');
  const { env, signal } = cli;
  const root = dirname(courseOf(cli, options).exercises);
  return changedStages(stages, { root, revision: options.changed, env, signal });
}

function ready(stage: StageEntry, names: string[]): boolean {
  if (stage.checker) return true;
  if (names.length > 0)
    throw new UsageError(
      `Stage ${stage.id} has no checker yet.`,
      `Write checks/${stage.id}.ts, or leave the stage out.`,
    );
  return false;
}

const caseOf = (cases: readonly Case[], stage: string, name: string): Case => {
  const found = cases.find((one) => one.stage.id === stage && one.name === name);
  if (!found) throw new Error(`no program ${name} of ${stage} was judged`);
  return found;
};

const wanted = (one: Case, options: VerifyOptions) =>
  !options.program?.length || options.program.some((part) => one.name.includes(part));

function jobsOf({ jobs }: VerifyOptions): number | undefined {
  if (jobs === undefined) return undefined;
  const number = Number(jobs);
  if (!Number.isInteger(number) || number < 1) throw new UsageError(`--jobs is a number from 1, not "${jobs}".`);
  return number;
}

/** Whose programs are rolled out on a cluster. */
async function clusterStages(stages: readonly StageEntry[]): Promise<Set<string>> {
  const loaded = await Promise.all(stages.map(async (entry) => ({ id: entry.id, stage: await loadStage(entry) })));
  return new Set(loaded.filter(({ stage }) => usesCluster(stage)).map(({ id }) => id));
}

const usesCluster = (stage: Stage): boolean =>
  [...stage.needs, ...stage.checks.flatMap((check) => check.needs ?? [])].includes('kubernetes');

type Judged = Pick<Conclusion, 'results' | 'cost' | 'waited'>;

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
  else await reporting.end(all);
  const last = `\n${describeCost(cost, waited)}\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
  // A document on stdout stays whole; the last line is then for people.
  if (onScreen(options)) cli.out(last);
  else cli.err(last);
  if (failed > 0) return exitCodes.failed;
  return skipped > 0 && !options.allowSkipped ? exitCodes.incomplete : exitCodes.passed;
}

const onScreen = ({ json, reporter = [] }: VerifyOptions) =>
  !json && reporter.every((spec) => spec.includes('=') || spec === 'pretty');
