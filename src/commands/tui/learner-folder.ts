/** The learner's folder as an open UI sees it. It is read again for every question, because another window or a command may have changed it. */
import { resolve } from 'node:path';
import type { StageEntry } from '../../course/course.ts';
import { begin } from '../../usecases/begin.ts';
import {
  locateWorkshop,
  progressOf,
  type Selection,
  type Session,
  stagesOf,
  workshopIn,
} from '../../usecases/session.ts';
import { typedPath } from '../../workspace/app-dirs.ts';
import { UsageError } from '../../workspace/errors.ts';
import { enter, type Presence } from '../../workspace/presence.ts';
import { changeProgress, type Progress } from '../../workspace/progress.ts';
import { stageNamed } from '../../workspace/stages.ts';
import { stageFolder, type Workshop } from '../../workspace/workshop.ts';

export type LearnerFolder = {
  readonly stages: readonly StageEntry[];
  /** Absolute; undefined until one is chosen. */
  path(): string | undefined;
  choose(typed: string): Promise<string>;
  workshop(): Workshop;
  progress(): Progress;
  entry(stage: string): StageEntry;
  stage(id: string): { entry: StageEntry; folder: string; workshop: Workshop };
  change(change: (progress: Progress) => Progress): Promise<void>;
  /** Resolves once every change is on the disk. */
  close(): Promise<void>;
};

const alsoOpen =
  'This folder is open in another window too. They share your progress, but both check at every save: w stops that in one of them.';

export function openLearnerFolder(session: Session, selection: Selection): LearnerFolder {
  const stages = stagesOf(session, selection);
  let path: string | undefined;
  let last: Workshop | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let presence: Presence | undefined;

  /** A folder that has been moved or deleted counts as it last was; opening a stage creates it again. */
  const workshop = (): Workshop => {
    if (path === undefined) throw new Error('no workshop folder has been chosen yet');
    try {
      last = workshopIn(session, path);
    } catch (error) {
      if (!(error instanceof UsageError) || last?.folder !== path) throw error;
    }
    return last;
  };
  const use = (folder: string) => {
    path = folder;
    presence ??= enter(session.appDirs, workshop());
  };
  const located = locateWorkshop(session, selection);
  if (located.exists) {
    use(located.folder);
    if (presence && presence.others > 0) session.notify(alsoOpen);
  }
  return {
    stages,
    path: () => path,
    async choose(typed) {
      const folder = resolve(session.cwd, typedPath(typed.trim(), session.env));
      await begin(
        session,
        folder,
        stages.filter((entry) => entry.checker),
      );
      use(folder);
      return folder;
    },
    workshop,
    progress: () => progressOf(session, workshop()),
    entry: (stage) => stageNamed(stages, stage),
    stage(id) {
      const [entry, own] = [stageNamed(stages, id), workshop()];
      return { entry, folder: stageFolder(own, entry), workshop: own };
    },
    async change(change) {
      const done = changeProgress(session.appDirs, workshop(), change);
      writing = Promise.allSettled([writing, done]);
      const { notice } = await done;
      if (notice) session.notify(notice);
    },
    async close() {
      presence?.leave();
      await writing;
    },
  };
}
