/** Grades a folder: opens the instruments, runs the stage's checks, cleans up. `check`, `verify` and the terminal UI all come through here. */
import { loadStage, type StageEntry } from '../course/course.ts';
import type { RunState } from '../engine/reduce.ts';
import type { Harness } from '../harness/index.ts';
import type { RunEvent, Stage, Work } from '../kit/index.ts';
import { nearest } from '../words/nearest.ts';
import type { AppDirs, Env } from '../workspace/app-dirs.ts';
import { explainDiskError, onDisk, saved, UsageError } from '../workspace/errors.ts';
import { hashFolder } from '../workspace/files.ts';
import { afterRun, changeStage } from '../workspace/progress.ts';
import { keepRun, laidOver, readRun } from '../workspace/runs.ts';
import type { Workshop } from '../workspace/workshop.ts';
import { clusterSetup, ownDockerfile } from './cluster.ts';

export type Grading = {
  entry: StageEntry;
  /** Absolute; never written. */
  folder: string;
  env: Env;
  /** Only these checks, and those that must pass before them. */
  only?: readonly string[];
  signal: AbortSignal;
  onEvent?: (event: RunEvent) => void;
  /** Checks side by side at most; without a limit where unset. */
  jobs?: number;
  /** One of many side by side: see HarnessOptions.niceBuilds. */
  niceBuilds?: boolean;
  /** false: numbers that only a learner wants to see are not measured. */
  measures?: boolean;
  /** --context and --load-image of `check`, for the stage with a cluster. */
  context?: string;
  loadImage?: string;
  /** Gets what went wrong in cleaning up after the verdicts, which stand all the same; unset: that is thrown. */
  onLeftovers?: (error: unknown) => void;
  /** The learner's own folder of the stage that makes the image for a cluster, once that stage is passed. */
  dockerfile?: string;
};

/** A run whose verdicts are known. */
export type Judged = {
  run: RunState;
  /** Resolves once nothing is left of what the run started: a namespace takes seconds to go. Awaited before anything else is begun. */
  cleaned: Promise<void>;
};

/** Throws for what no verdict is about: an unknown check, a folder that can't be read. Cancelled checks have no verdict. */
export async function gradeFolder(grading: Grading): Promise<RunState> {
  return whole(judgeFolder(grading));
}

/** The same with other checks than those of the folder's own stage. */
export async function gradeBy(stage: Stage, grading: Grading): Promise<RunState> {
  return whole(judgeBy(stage, grading));
}

async function whole(judging: Promise<Judged>): Promise<RunState> {
  const { run, cleaned } = await judging;
  await cleaned;
  return run;
}

/** As gradeFolder, but resolves with the verdicts, before the clean-up that follows them. */
export async function judgeFolder(grading: Grading): Promise<Judged> {
  const stage = await loadStage(grading.entry);
  expectKnown(stage, grading.only ?? []);
  return judgeBy(stage, grading);
}

/** The same with other checks than those of the folder's own stage. */
export async function judgeBy(stage: Stage, grading: Grading): Promise<Judged> {
  const { entry, only, signal, jobs, measures, onEvent = () => {} } = grading;
  const [{ runStage }, { coreTokens }] = await Promise.all([import('../engine/run.ts'), import('../engine/tokens.ts')]);
  const work = coreTokens.forRun();
  const instruments = await openInstruments(grading, stage, work);
  let run: RunState;
  try {
    run = await runStage({
      id: entry.id,
      stage,
      only: only?.length ? only : undefined,
      jobs,
      signal,
      emit: onEvent,
      instruments,
      work,
      measures,
    });
  } catch (error) {
    // The first error says more than what follows from it.
    await instruments.close().catch(() => {});
    throw error;
  }
  const cleaned = instruments.close().catch((error: unknown) => {
    if (!grading.onLeftovers) throw error;
    grading.onLeftovers(error);
  });
  // Whoever awaits it hears of the error; nobody may do so before it happens.
  cleaned.catch(() => {});
  return { run, cleaned };
}

async function openInstruments(grading: Grading, { cluster }: Stage, work: Work): Promise<Harness> {
  const { entry, folder, env, signal, context, loadImage, dockerfile, niceBuilds } = grading;
  const [{ openHarness }, { FolderTooLarge }] = await Promise.all([
    import('../harness/index.ts'),
    import('../harness/run/snapshot.ts'),
  ]);
  const setup = cluster && clusterSetup(entry, cluster, dockerfile);
  try {
    return await openHarness({
      work,
      niceBuilds,
      folder,
      signal,
      environment: { ...env },
      cluster: setup,
      context,
      loadImage,
    });
  } catch (error) {
    if (error instanceof FolderTooLarge)
      throw new UsageError(
        error.message,
        'Move it out of the folder, or name the folder of the exercise, then try again.',
      );
    throw explainDiskError(error, folder);
  }
}

function expectKnown(stage: Stage, only: readonly string[]): void {
  const ids = stage.checks.map((check) => check.id);
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown === undefined) return;
  const close = nearest(unknown, ids);
  throw new UsageError(
    `This stage has no check "${unknown}".`,
    close ? `Did you mean ${close}?` : `Its checks are: ${ids.join(', ')}.`,
  );
}

/** Judges a stage of the learner's workshop and saves the result. A cancelled run leaves no trace. */
export async function judgeOwn(
  grading: Grading,
  workshop: Workshop,
  appDirs: AppDirs,
): Promise<Judged & { isSaved: boolean; notice?: string }> {
  const inputs = onDisk(grading.folder, () => hashFolder(grading.folder));
  const judged = await judgeFolder({ ...grading, dockerfile: await ownDockerfile(grading.entry, workshop, appDirs) });
  const { run } = judged;
  if (grading.signal.aborted) return { ...judged, isSaved: false };
  const { slug } = grading.entry;
  const order = (await loadStage(grading.entry)).checks;
  const whole = grading.only?.length ? laidOver(readRun(appDirs, workshop, slug), run, order) : run;
  // A home folder that can't be written costs the progress, not the verdict.
  let isSaved = false;
  const notice = await saved('Your progress', async () => {
    keepRun(appDirs, workshop, slug, whole);
    const { notice } = await changeStage(appDirs, workshop, slug, (stage) =>
      afterRun(stage, whole, inputs, new Date()),
    );
    isSaved = true;
    return notice;
  });
  return { ...judged, isSaved, notice };
}
