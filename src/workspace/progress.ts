/** What a learner has achieved, per workshop folder and stage. Keyed by slug, so that it survives renumbering the stages. */
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type RunState, tally } from '../engine/reduce.ts';
import type { AppDirs } from './app-dirs.ts';
import { changeKept, type Kept, readKept, type Shape } from './store.ts';

const count = z.catch(z.number(), 0);
const optional = <T>(schema: z.ZodMiniType<T>) => z.catch(z.optional(schema), undefined);
const statuses = z.enum(['passed', 'failed', 'blocked', 'skipped', 'errored']);
const outcomes = z.enum(['passed', 'failed', 'incomplete', 'errored']);
const number = z.object({ value: z.number(), unit: z.enum(['ms', 'bytes', 'count']) });

/** A field that is missing or damaged starts over, the others stay; fields of a later version are kept. */
const stageProgress = z.looseObject({
  /** Last verdict of each check, by id. */
  verdicts: z.catch(z.record(z.string(), statuses), {}),
  outcome: optional(outcomes),
  passed: count,
  total: count,
  requiredPassed: count,
  required: count,
  points: count,
  pointsOf: count,
  /** ISO 8601. */
  checkedAt: optional(z.string()),
  finishedAt: optional(z.string()),
  /** Hash of the files that were graded last. */
  inputs: optional(z.string()),
  /** Highest tier of hint asked for, by check. */
  hints: z.catch(z.record(z.string(), z.number()), {}),
  /** Where each check's hints are: the tier given last, and the finding it was about (see usecases/hints.ts). */
  hintLevels: z.catch(z.record(z.string(), z.object({ finding: z.string(), tier: z.number() })), {}),
  /** Newest measurements, by name. */
  numbers: z.catch(z.record(z.string(), number), {}),
});

const progress = z.looseObject({
  schema: z.literal(1),
  /** For people who read the file. */
  folder: z.catch(z.string(), ''),
  /** Slug of the stage worked on last. */
  current: optional(z.string()),
  stages: z.record(z.string(), z.catch(stageProgress, stageProgress.parse({}))),
  /** What the terminal UI remembers; opaque here. */
  ui: optional(z.record(z.string(), z.unknown())),
});

export type StageProgress = z.infer<typeof stageProgress>;
export type Progress = z.infer<typeof progress>;

export const untouched: StageProgress = stageProgress.parse({});

const shape = (folder: string): Shape<Progress> => ({
  empty: () => ({ schema: 1, folder, stages: {} }),
  parse: (value) => {
    const { data } = progress.safeParse(value);
    return data && { ...data, folder };
  },
});

const fileOf = (appDirs: AppDirs, workshop: { id: string }) => join(appDirs.config, 'progress', `${workshop.id}.json`);
const what = 'progress file';

/** What of a workshop its progress file is found by. */
export type ProgressKey = { id: string; folder: string };

export function readProgress(appDirs: AppDirs, workshop: ProgressKey): Kept<Progress> {
  return readKept(fileOf(appDirs, workshop), shape(workshop.folder), what);
}

export function changeProgress(
  appDirs: AppDirs,
  workshop: ProgressKey,
  change: (progress: Progress) => Progress,
): Promise<Kept<Progress>> {
  return changeKept(fileOf(appDirs, workshop), shape(workshop.folder), what, change);
}

export function changeStage(
  appDirs: AppDirs,
  workshop: ProgressKey,
  slug: string,
  change: (stage: StageProgress) => StageProgress,
): Promise<Kept<Progress>> {
  return changeProgress(appDirs, workshop, (progress) => ({
    ...progress,
    current: slug,
    stages: { ...progress.stages, [slug]: change(progress.stages[slug] ?? untouched) },
  }));
}

/** What a run adds. Once finished, a stage stays finished. `inputs`: hash of the graded files. */
export function afterRun(stage: StageProgress, run: RunState, inputs: string, now: Date): StageProgress {
  const counts = tally(run);
  const required = run.checks.filter((check) => check.level === 'required');
  const outcome = run.outcome ?? 'incomplete';
  const finishedAt = stage.finishedAt ?? (outcome === 'passed' ? now.toISOString() : undefined);
  return {
    ...stage,
    verdicts: Object.fromEntries(
      run.checks.flatMap((check) => (check.verdict ? [[check.id, check.verdict.status]] : [])),
    ),
    outcome,
    passed: counts.passed,
    total: counts.total,
    requiredPassed: required.filter((check) => check.state === 'passed').length,
    required: required.length,
    points: counts.points,
    pointsOf: counts.pointsOf,
    checkedAt: now.toISOString(),
    finishedAt,
    inputs,
    numbers: { ...stage.numbers, ...run.measures },
    hintLevels: levelsAfter(stage.hintLevels, run),
  };
}

/** A check that passed has no cause left: should it fail again, its hints begin anew. */
function levelsAfter(levels: StageProgress['hintLevels'], { checks }: RunState): StageProgress['hintLevels'] {
  const passed = new Set(checks.filter(({ state }) => state === 'passed').map(({ id }) => id));
  return Object.fromEntries(Object.entries(levels).filter(([id]) => !passed.has(id)));
}
