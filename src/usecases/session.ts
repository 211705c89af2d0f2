/** The part of the process that a use case may use, and what the learner's choice of course and folder leads to. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Course, listStages, type StageEntry } from '../course/course.ts';
import { type AppDirs, type Env, typedPath } from '../workspace/app-dirs.ts';
import { onDisk, UsageError } from '../workspace/errors.ts';
import { type Progress, readProgress } from '../workspace/progress.ts';
import { type FoundWorkshop, findWorkshop, openWorkshop, type Workshop } from '../workspace/workshop.ts';

export type Session = {
  cwd: string;
  env: Env;
  appDirs: AppDirs;
  /** The course to use where --workshop names no other. */
  course: Course;
  /** The learner's own that we have worked in so far: a report about a bug of ours does not name them. */
  ownFolders: Set<string>;
  /** Receives what else the learner should know, a sentence each: e.g. that a damaged file was set aside. */
  notify: (notice: string) => void;
};

/** What --dir and --workshop say. */
export type Selection = { dir?: string; workshop?: string };

/** Throws a UsageError where --workshop names a folder without a course. */
export function courseOf({ cwd, env, course }: Session, { workshop }: Selection): Course {
  if (!workshop) return course;
  const folder = resolve(cwd, typedPath(workshop, env));
  if (!existsSync(join(folder, 'exercises'))) {
    throw new UsageError(
      `There is no course in ${folder}.`,
      'A course is a folder that contains exercises/, solutions/ and checks/.',
    );
  }
  return { exercises: join(folder, 'exercises'), solutions: join(folder, 'solutions'), checks: join(folder, 'checks') };
}

export function stagesOf(session: Session, selection: Selection): StageEntry[] {
  const course = courseOf(session, selection);
  return onDisk(course.exercises, () => listStages(course));
}

export function locateWorkshop({ cwd, env, appDirs }: Session, { dir }: Selection): FoundWorkshop {
  return findWorkshop({ dir, cwd, env, appDirs });
}

/** The learner's workshop. Throws a UsageError where there is none. */
export function workshopOf(session: Session, selection: Selection): Workshop {
  const { folder, from } = locateWorkshop(session, selection);
  return workshopIn(session, folder, from);
}

export function workshopIn(
  session: Pick<Session, 'notify' | 'ownFolders'>,
  folder: string,
  from?: FoundWorkshop['from'],
): Workshop {
  session.ownFolders.add(folder);
  const workshop = openWorkshop(folder, from);
  if (workshop.notice) session.notify(workshop.notice);
  return workshop;
}

export function progressOf(session: Pick<Session, 'appDirs' | 'notify'>, workshop: Workshop): Progress {
  const { value, notice } = readProgress(session.appDirs, workshop);
  if (notice) session.notify(notice);
  return value;
}
