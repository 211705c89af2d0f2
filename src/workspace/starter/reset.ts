/** Replaces the learner's files of a stage with the fresh starter; they are kept for `undo`. */
import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { onDisk } from '../errors.ts';
import { copyWhole, hashOf, isLock, listFiles, readIfThere } from '../files.ts';
import { stageFolder, type Workshop } from '../workshop.ts';
import { type Starter, scaffoldStage } from './scaffold.ts';
import { copyAside } from './undo.ts';

/** Paths that a reset replaces, restores or removes; empty: the folder already is the fresh starter. */
export function changedFiles(workshop: Workshop, stage: Starter): string[] {
  const folder = stageFolder(workshop, stage);
  if (!existsSync(folder)) return [];
  return onDisk(folder, () => {
    const starters = listFiles(stage.exercise);
    const extra = listFiles(folder).filter((path) => !starters.includes(path) && !isLock(path));
    const differing = starters.filter((path) => hashAt(join(folder, path)) !== hashAt(join(stage.exercise, path)));
    return [...differing, ...extra].sort();
  });
}

const hashAt = (path: string): string | undefined => {
  const content = readIfThere(path);
  return content && hashOf(content);
};

export async function resetStage(workshop: Workshop, stage: Starter): Promise<{ folder: string; changed: string[] }> {
  const folder = stageFolder(workshop, stage);
  const changed = changedFiles(workshop, stage);
  if (changed.length > 0) {
    onDisk(folder, () => {
      const after = (path: string) => hashAt(join(stage.exercise, path));
      copyAside(workshop, { what: 'reset', stage: stage.slug, folder: basename(folder) }, folder, changed, after);
      for (const path of changed) {
        if (after(path)) copyWhole(join(stage.exercise, path), join(folder, path));
        else rmSync(join(folder, path), { force: true });
      }
    });
  }
  await scaffoldStage(workshop, stage);
  return { folder, changed };
}
