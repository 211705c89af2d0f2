/** Copies a stage's starter into the workshop. Work is never overwritten: the fresh file is put next to it. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolders } from '../../harness/machine/folders.ts';
import { onDisk } from '../errors.ts';
import { copyWhole, hashOf, isLock, listFiles, readIfThere } from '../files.ts';
import { changeManifest, stageFolder, type Workshop } from '../workshop.ts';
import { copyAside } from './undo.ts';

export type Starter = { id: string; slug: string; exercise: string };

export type Scaffolded = {
  folder: string;
  /** The folder did not exist before. */
  created: boolean;
  /** Files that were missing and have been copied again. */
  restored: string[];
  /** Files the learner had not touched, replaced by a newer starter's (with a copy for undo). */
  updated: string[];
  /** Files the learner changed: kept as they are, with the fresh one next to them. */
  kept: { path: string; fresh: string }[];
};

export async function scaffoldStage(workshop: Workshop, stage: Starter): Promise<Scaffolded> {
  const folder = stageFolder(workshop, stage);
  const result = onDisk(folder, () =>
    existsSync(folder) ? complete(workshop, stage, folder) : create(workshop, stage, folder),
  );
  const files = Object.fromEntries(listFiles(stage.exercise).map((path) => [path, starterHash(stage, path)]));
  await changeManifest(workshop, (manifest) => ({
    ...manifest,
    stages: { ...manifest.stages, [stage.slug]: { folder: basename(folder), files } },
  }));
  return result;
}

const starterHash = (stage: Starter, path: string) => hashOf(readIfThere(join(stage.exercise, path)) ?? '');

/** All or nothing: copied under another name, then renamed. */
function create(workshop: Workshop, stage: Starter, folder: string): Scaffolded {
  const building = join(workshop.folder, `.${stage.id}.${process.pid}.tmp`);
  try {
    makeFolders(building);
    for (const path of listFiles(stage.exercise)) copyWhole(join(stage.exercise, path), join(building, path));
    renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return { folder, created: true, restored: [], updated: [], kept: [] };
}

function complete(workshop: Workshop, stage: Starter, folder: string): Scaffolded {
  const noted = workshop.manifest.stages[stage.slug]?.files ?? {};
  const starters = listFiles(stage.exercise);
  // A learner who added files may have moved a starter's file on purpose: restoring it could break the program.
  const reshaped = listFiles(folder).some((path) => !starters.includes(path) && !isFresh(path) && !isLock(path));
  const result: Scaffolded = { folder, created: false, restored: [], updated: [], kept: [] };
  const outdated = starters.filter((path) => {
    const own = readIfThere(join(folder, path));
    return own && hashOf(own) === noted[path] && hashOf(own) !== starterHash(stage, path);
  });
  if (outdated.length > 0) {
    const occasion = { what: 'update', stage: stage.slug, folder: basename(folder) } as const;
    copyAside(workshop, occasion, folder, outdated, (path) => starterHash(stage, path));
  }
  for (const path of starters) {
    const own = readIfThere(join(folder, path));
    if (own && hashOf(own) === starterHash(stage, path)) continue;
    if (outdated.includes(path)) result.updated.push(path);
    else if (!own && !reshaped) result.restored.push(path);
    else {
      result.kept.push({ path, fresh: layBeside(stage, folder, path) });
      continue;
    }
    copyWhole(join(stage.exercise, path), join(folder, path));
  }
  return result;
}

const isFresh = (path: string): boolean => /\.fresh(-\d+)?$/.test(path);

/** main.go.fresh: a name that no Go, Docker or Kubernetes tool picks up. An earlier one with different content stays. */
function layBeside(stage: Starter, folder: string, path: string): string {
  for (let n = 1; ; n += 1) {
    const fresh = n === 1 ? `${path}.fresh` : `${path}.fresh-${n}`;
    const there = readIfThere(join(folder, fresh));
    if (there && hashOf(there) !== starterHash(stage, path)) continue;
    if (!there) copyWhole(join(stage.exercise, path), join(folder, fresh));
    return fresh;
  }
}
