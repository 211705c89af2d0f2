/** The learner's files beside the reference answer's. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StageEntry } from '../course/course.ts';
import { onDisk } from '../workspace/errors.ts';
import { isBeside, listFiles, textAt } from '../workspace/files.ts';

/** undefined: the file does not exist on that side. */
export type SolutionFile = { path: string; yours?: string; solution?: string };

/** Compares with the starter while the learner has no folder yet; [] where the stage has no solution. */
export function solutionOf(entry: StageEntry, folder: string): SolutionFile[] {
  if (!existsSync(entry.solution)) return [];
  return onDisk(folder, () => filesBeside(existsSync(folder) ? folder : entry.exercise, entry.solution));
}

/** Every file of the solution, and the learner's own of the same kinds. Binary files and the lesson are left out. */
export function filesBeside(folder: string, solution: string): SolutionFile[] {
  const answers = listFiles(solution).filter((path) => path !== 'README.md');
  const kinds = new Set(answers.map(ending));
  const own = listFiles(folder).filter((path) => path !== 'README.md' && !isBeside(path) && kinds.has(ending(path)));
  return [...new Set([...answers, ...own])]
    .sort()
    .map((path) => ({ path, yours: textAt(join(folder, path)), solution: textAt(join(solution, path)) }))
    .filter(({ yours, solution }) => yours !== undefined || solution !== undefined);
}

const ending = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? path;
