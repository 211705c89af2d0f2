/** Which programs a `verify` judges: of which stages, which part of them, and how often each. */
import { dirname } from 'node:path';
import { loadStage, type StageEntry } from '../../../course/course.ts';
import type { Stage } from '../../../kit/index.ts';
import { courseOf, stagesOf } from '../../../usecases/session.ts';
import { UsageError } from '../../../workspace/errors.ts';
import { stageNamed } from '../../../workspace/stages.ts';
import type { CliContext } from '../../context.ts';
import { type Case, casesOf } from '../cases.ts';
import { type Lane, lanesOf } from '../lanes.ts';
import type { LintRules } from '../lint.ts';
import type { VerifyOptions } from '../options.ts';
import { samplingOf, selected } from '../selection.ts';
import { repeated, runsOf } from './repeat.ts';
import { shardNamed, shardOf } from './shard.ts';
import { readTimes, timesFile, weighing } from './times.ts';

export type Plan = {
  stages: { entry: StageEntry; loaded: Stage }[];
  /** What is judged here, each as often as wanted. */
  cases: Case[];
  /** Every program of the stages. */
  all: Case[];
  lanes: Lane[];
  rulesFor: (stage: StageEntry) => LintRules;
};

/** Throws a UsageError where no program can be meant. */
export async function planOf(
  cli: CliContext,
  options: VerifyOptions,
  names: readonly string[],
  submissions: string,
): Promise<Plan> {
  const [sampling, shard, runs] = [samplingOf(options), shardNamed(options.shard), runsOf(options.solutions)];
  const entries = await chosen(cli, options, names);
  const stages = await Promise.all(entries.map(async (entry) => ({ entry, loaded: await loadStage(entry) })));
  const onCluster = new Set(stages.filter(({ loaded }) => usesCluster(loaded)).map(({ entry }) => entry.id));
  const all = entries.flatMap((stage) => casesOf(stage, submissions));
  const wanted = selected(
    all.filter((one) => isWanted(one, options)),
    sampling,
  );
  if (wanted.length === 0 && !options.changed)
    throw new UsageError('No program is to be judged.', 'Look at the names after --program.');
  const known = shard ? weighing(readTimes(timesFile(submissions))) : () => 1;
  const part = !shard
    ? wanted
    : shardOf(wanted, shard, {
        weigh: (one) => known(one) * (one.kind === 'solution' ? runs : 1),
        lane: (one) => (onCluster.has(one.stage.id) ? 'on the cluster' : 'here'),
      });
  const cases = repeated(part, runs);
  // What is said of a stage as a whole is said once, by the shard that has its solution.
  const isHere = ({ id }: StageEntry) =>
    !shard || part.some(({ stage, kind }) => stage.id === id && kind === 'solution');
  const whole = !options.program?.length && sampling === 'all';
  return {
    stages: stages.filter(({ entry }) => !shard || part.some(({ stage }) => stage.id === entry.id)),
    cases,
    all,
    lanes: lanesOf(cases, (one) => onCluster.has(one.stage.id), jobsOf(options)),
    rulesFor: (stage) => ({ layout: isHere(stage), coverage: whole && isHere(stage) }),
  };
}

async function chosen(cli: CliContext, options: VerifyOptions, names: readonly string[]): Promise<StageEntry[]> {
  const all = stagesOf(cli, options);
  const named = names.length > 0 ? names.map((name) => stageNamed(all, name)) : all;
  const stages = named.filter((stage) => ready(stage, names));
  if (!options.changed) return stages;
  const { changedStages } = await import('../changed.ts');
  const { env, signal } = cli;
  const root = dirname(courseOf(cli, options).exercises);
  return changedStages(stages, { root, revision: options.changed, env, signal });
}

function ready(stage: StageEntry, names: readonly string[]): boolean {
  if (stage.checker) return true;
  if (names.length > 0)
    throw new UsageError(
      `Stage ${stage.id} has no checker yet.`,
      `Write checks/${stage.id}.ts, or leave the stage out.`,
    );
  return false;
}

const isWanted = (one: Case, options: VerifyOptions) =>
  !options.program?.length || options.program.some((part) => one.name.includes(part));

function jobsOf({ jobs }: VerifyOptions): number | undefined {
  if (jobs === undefined) return undefined;
  const number = Number(jobs);
  if (!Number.isInteger(number) || number < 1) throw new UsageError(`--jobs is a number from 1, not "${jobs}".`);
  return number;
}

/** Its programs are rolled out on a cluster. */
const usesCluster = (stage: Stage): boolean =>
  [...stage.needs, ...stage.checks.flatMap((check) => check.needs ?? [])].includes('kubernetes');
