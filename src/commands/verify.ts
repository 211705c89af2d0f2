/** `verify`, for authors and CI: do the checkers judge every program rightly? */
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { StageEntry } from '../course/course.ts';
import { gradeFolder } from '../usecases/grade.ts';
import { courseOf, stagesOf, submissionsOf } from '../usecases/target.ts';
import { UsageError } from '../workspace/errors.ts';
import { stageNamed } from '../workspace/stages.ts';
import { type CliContext, type Common, exitCodes } from './context.ts';
import { plural } from './terminal/text.ts';
import { type Case, casesOf } from './verify/cases.ts';
import { judge } from './verify/judge.ts';
import { lint } from './verify/lint.ts';
import { withProgram } from './verify/program.ts';
import { type Graded, lineOf, type Result } from './verify/result.ts';
import { findingComplaints } from './verify/wording.ts';

export type VerifyOptions = Common & { json?: boolean; jobs?: string; program?: string[]; changed?: string };

export async function run(cli: CliContext, options: VerifyOptions, names: string[]): Promise<number> {
  const submissions = submissionsOf(cli, options);
  const stages = await chosen(cli, options, names);
  const cases = stages.flatMap((stage) => casesOf(stage, submissions)).filter((one) => wanted(one, options));
  if (cases.length === 0 && !options.changed)
    throw new UsageError('No program is to be judged.', 'Look at the names after --program.');
  const results: Result[] = [];
  const say = (result: Result) => {
    results.push(result);
    if (!options.json) cli.out(lineOf(result));
  };
  const graded = await sideBySide(cases, jobsOf(options), (one) => grade(cli, one), say, cli.signal);
  if (cli.signal.aborted) {
    cli.err(`Interrupted: ${plural(cases.length - graded.length, 'program')} not judged.\n`);
    return exitCodes.interrupted;
  }
  const whole = !options.program?.length;
  for (const stage of stages) for (const result of await lint(stage, submissions, graded, whole)) say(result);
  return conclude(cli, options, results);
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

const wanted = (one: Case, options: VerifyOptions) =>
  !options.program?.length || options.program.some((part) => one.name.includes(part));

/** Programs bring parallelism of their own, so a few at a time keep the cores busy. */
function jobsOf(options: VerifyOptions): number {
  if (options.jobs === undefined) return Math.max(1, Math.min(4, availableParallelism()));
  const jobs = Number(options.jobs);
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`--jobs is a number from 1, not "${options.jobs}".`);
  return jobs;
}

/** Results in the order they come in. */
async function sideBySide<T, R>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<R>,
  done: (result: R) => void,
  signal: AbortSignal,
): Promise<R[]> {
  const waiting = [...items];
  const results: R[] = [];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) {
      const result = await work(item);
      if (signal.aborted) return;
      results.push(result);
      done(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
}

async function grade(cli: CliContext, one: Case): Promise<Graded> {
  const begun = performance.now();
  const { signal, env } = cli;
  const base = { stage: one.stage.id, name: one.name };
  const since = () => Math.round(performance.now() - begun);
  try {
    const state = await withProgram(one, (folder) => gradeFolder({ entry: one.stage, folder, env, signal }));
    const { complaints, skipped } = judge(one, state);
    const status = complaints.length > 0 ? 'failed' : skipped ? 'skipped' : 'passed';
    return {
      ...base,
      status,
      details: skipped ? [...complaints, skipped] : complaints,
      ms: since(),
      wording: findingComplaints(state),
    };
  } catch (error) {
    return {
      ...base,
      status: 'failed',
      details: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      ms: since(),
      wording: [],
    };
  }
}

function conclude(cli: CliContext, options: VerifyOptions, results: readonly Result[]): number {
  const count = (status: Result['status']) => results.filter((result) => result.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  if (options.json) cli.out(`${JSON.stringify({ schema: 1, passed, failed, skipped, results }, null, 2)}\n`);
  else cli.out(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  return failed > 0 ? exitCodes.failed : exitCodes.passed;
}
