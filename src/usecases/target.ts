/** Which stage and which folder a command is about. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { StageEntry } from '../course/course.ts';
import { commandLine } from '../words/command-line.ts';
import { typedPath } from '../workspace/app-dirs.ts';
import { UsageError } from '../workspace/errors.ts';
import type { Progress } from '../workspace/progress.ts';
import { stageNamed } from '../workspace/stages.ts';
import { stageAt, stageFolder, type Workshop } from '../workspace/workshop.ts';
import { progressOf, type Selection, type Session, stagesOf, workshopOf } from './session.ts';

/** `workshop` is unset where --path names a folder outside of it. */
export type Target = { entry: StageEntry; folder: string; workshop?: Workshop };

/** The folder at --path, else the one of the stage named, else of the one `cwd` is in, the one worked on last, the first that is not finished. */
export function findTarget(session: Session, selection: Selection & { path?: string }, name?: string): Target {
  const stages = stagesOf(session, selection);
  const { path } = selection;
  const target = path ? targetAtPath(session, stages, path, name) : targetIn(session, selection, stages, name);
  session.ownFolders.add(target.folder);
  return target;
}

function targetIn(session: Session, selection: Selection, stages: StageEntry[], name?: string): Target {
  const named = name === undefined ? undefined : stageNamed(stages, name);
  const workshop = workshopOf(session, selection);
  const entry =
    named ?? stageAt(workshop, stages, session.cwd) ?? currentStage(stages, progressOf(session, workshop), workshop);
  return { entry, folder: stageFolder(workshop, entry), workshop };
}

function targetAtPath({ cwd, env }: Session, stages: StageEntry[], path: string, name?: string): Target {
  const folder = resolve(cwd, typedPath(path, env));
  const implied = stages.find(
    (stage) => [stage.id, stage.slug].includes(basename(folder)) || stage.id === basename(dirname(folder)),
  );
  const entry = name === undefined ? implied : stageNamed(stages, name);
  if (entry) return { entry, folder };
  throw new UsageError(
    `It is not clear which stage ${folder} is for.`,
    `Name the stage: ${commandLine(`check ${stages[0]?.id ?? '<stage>'} --path ${path}`)}`,
  );
}

/**
 * Stages in preparation are skipped, and the optional one is offered only to those who have begun nothing else, be it by
 * copying another stage alone. Throws a UsageError where no stage is ready.
 */
export function currentStage(
  stages: readonly StageEntry[],
  progress: Progress | undefined,
  workshop: Workshop | undefined,
): StageEntry {
  const ready = stages.filter((stage) => stage.checker);
  const unfinished = (stage: StageEntry) => !progress?.stages[stage.slug]?.finishedAt;
  const last = ready.find((stage) => stage.slug === progress?.current);
  if (last && unfinished(last)) return last;
  const begun = ready.some((stage) => !stage.optional && progress?.stages[stage.slug]?.checkedAt);
  const there = (stage: StageEntry) => !workshop || existsSync(stageFolder(workshop, stage));
  const open = ready.filter((stage) => unfinished(stage) && !(stage.optional && (begun || !there(stage))));
  const after = open.find((stage) => !last || stage.number > last.number);
  const found = after ?? open[0] ?? last ?? ready.at(-1);
  if (!found) throw new UsageError('No stage of this course can be checked yet.');
  return found;
}
