/** What a learner has reached, per workshop folder and stage. Keyed by slug, so that renumbering the stages keeps it. */
import { join } from 'node:path';
import { type RunState, tally } from '../engine/reduce.ts';
import type { Outcome, Unit, Verdict } from '../kit/index.ts';
import type { AppDirs } from './app-dirs.ts';
import { changeKept, type Kept, readKept, type Shape } from './store.ts';

export type StageProgress = {
  /** Last verdict of each check, by id. */
  verdicts: Record<string, Verdict['status']>;
  outcome?: Outcome;
  passed: number;
  total: number;
  requiredPassed: number;
  required: number;
  points: number;
  pointsOf: number;
  /** ISO 8601. */
  checkedAt?: string;
  finishedAt?: string;
  /** Hash of the files that were graded last. */
  inputs?: string;
  /** Highest tier of hint asked for, by check. */
  hints: Record<string, number>;
  /** Newest measurements, by name. */
  numbers: Record<string, { value: number; unit: Unit }>;
};

export type Progress = {
  schema: 1;
  /** For people who look into the file. */
  folder: string;
  /** Slug of the stage worked on last. */
  current?: string;
  stages: Record<string, StageProgress>;
  /** What the terminal UI remembers; opaque here. */
  ui?: Record<string, unknown>;
};

export const untouched: StageProgress = {
  verdicts: {},
  passed: 0,
  total: 0,
  requiredPassed: 0,
  required: 0,
  points: 0,
  pointsOf: 0,
  hints: {},
  numbers: {},
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shape = (folder: string): Shape<Progress> => ({
  empty: () => ({ schema: 1, folder, stages: {} }),
  parse: (value) => {
    if (!isObject(value) || value.schema !== 1 || !isObject(value.stages)) return undefined;
    const stages = Object.entries(value.stages).filter(([, stage]) => isObject(stage));
    return {
      ...(value as Progress),
      folder,
      stages: Object.fromEntries(stages.map(([slug, stage]) => [slug, complete(stage as Partial<StageProgress>)])),
    };
  },
});

/** A field that is missing or of another kind than it should be is begun anew, the others stay. */
function complete(stage: Partial<StageProgress>): StageProgress {
  const sound = Object.entries(stage).filter(([name, value]) => {
    const model = (untouched as Record<string, unknown>)[name];
    return model === undefined || (typeof model === typeof value && isObject(model) === isObject(value));
  });
  return { ...untouched, ...Object.fromEntries(sound) };
}

const fileOf = (appDirs: AppDirs, workshop: { id: string }) => join(appDirs.config, 'progress', `${workshop.id}.json`);
const what = 'progress file';

export type Owner = { id: string; folder: string };

export function readProgress(appDirs: AppDirs, owner: Owner): Kept<Progress> {
  return readKept(fileOf(appDirs, owner), shape(owner.folder), what);
}

export function changeProgress(
  appDirs: AppDirs,
  owner: Owner,
  change: (progress: Progress) => Progress,
): Promise<Kept<Progress>> {
  return changeKept(fileOf(appDirs, owner), shape(owner.folder), what, change);
}

export function changeStage(
  appDirs: AppDirs,
  owner: Owner,
  slug: string,
  change: (stage: StageProgress) => StageProgress,
): Promise<Kept<Progress>> {
  return changeProgress(appDirs, owner, (progress) => ({
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
    ...(finishedAt ? { finishedAt } : {}),
    inputs,
    numbers: { ...stage.numbers, ...run.measures },
  };
}
