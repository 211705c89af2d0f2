/** The learner's folder: where it is, and what we recorded when the starters were copied. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import * as z from 'zod/mini';
import { makeFolders } from '../harness/machine/folders.ts';
import { commandLine } from '../words/command-line.ts';
import { type AppDirs, type Env, typedPath } from './app-dirs.ts';
import { onDisk, UsageError } from './errors.ts';
import { hashOf, writeWhole } from './files.ts';
import { locked } from './lock.ts';
import { changeKept, readKept, type Shape } from './store.ts';

const manifest = z.looseObject({
  schema: z.literal(1),
  /** Names the progress file. Moves along when the folder is moved. */
  id: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  /** By slug: the stage's folder, and the hash of each starter file as it was copied. */
  stages: z.record(z.string(), z.object({ folder: z.string(), files: z.record(z.string(), z.string()) })),
});

export type Manifest = z.infer<typeof manifest>;

export type Workshop = { folder: string; id: string; manifest: Manifest; notice?: string };

export type FoundWorkshop = {
  folder: string;
  /** There is a workshop in it already. */
  exists: boolean;
  from: 'option' | 'environment' | 'marker' | 'remembered' | 'default';
};

type Where = { dir?: string; cwd: string; env: Env; appDirs: AppDirs };
type Slugged = { id: string; slug: string };

const defaultFolder = 'go-cloud-workshop';
/** Our own corner of the learner's folder. Go tools ignore folders with a leading dot. */
export const cornerOf = (folder: string): string => join(folder, '.go-cloud-workshop');
const markerOf = (folder: string) => join(cornerOf(folder), 'workshop.json');
const isWorkshop = (folder: string) => existsSync(markerOf(folder));

/** --dir, then GO_CLOUD_WORKSHOP_DIR, then a workshop in or above the working directory, then the one used last, then ./go-cloud-workshop. */
export function findWorkshop({ dir, cwd, env, appDirs }: Where): FoundWorkshop {
  const found = (folder: string, from: FoundWorkshop['from']): FoundWorkshop => ({
    folder,
    exists: isWorkshop(folder),
    from,
  });
  if (dir) return found(resolve(cwd, typedPath(dir, env)), 'option');
  if (env.GO_CLOUD_WORKSHOP_DIR) return found(resolve(cwd, typedPath(env.GO_CLOUD_WORKSHOP_DIR, env)), 'environment');
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (isWorkshop(folder)) return found(folder, 'marker');
    if (folder === dirname(folder)) break;
  }
  const here = join(cwd, defaultFolder);
  if (isWorkshop(here)) return found(here, 'default');
  const remembered = readKept(settingsOf(appDirs), settings, 'settings file').value.folder;
  if (remembered && isWorkshop(remembered)) return found(remembered, 'remembered');
  return found(here, 'default');
}

const settingsSchema = z.looseObject({ folder: z.catch(z.optional(z.string()), undefined) });
const settingsOf = (appDirs: AppDirs) => join(appDirs.config, 'settings.json');
const settings: Shape<z.infer<typeof settingsSchema>> = {
  empty: () => ({}),
  parse: (value) => settingsSchema.safeParse(value).data,
};

export async function remember(appDirs: AppDirs, folder: string): Promise<void> {
  await changeKept(settingsOf(appDirs), settings, 'settings file', (value) => ({ ...value, folder }));
}

const manifestShape = (folder: string): Shape<Manifest> => ({
  empty: () => ({ schema: 1, id: hashOf(folder).slice(0, 16), stages: {} }),
  parse: (value) => manifest.safeParse(value).data,
});

/** Throws a UsageError when there is no workshop in the folder, a LackError when it can't be read. */
export function openWorkshop(folder: string, from?: FoundWorkshop['from']): Workshop {
  if (!isWorkshop(folder)) {
    const start = from === 'option' ? `start --dir ${folder}` : 'start';
    throw new UsageError(
      `There is no workshop in ${folder} yet.`,
      `Run "${commandLine(start)}" to make one, or name another folder with --dir.`,
    );
  }
  return read(folder);
}

function read(folder: string): Workshop {
  const shape = manifestShape(folder);
  const { value: manifest, notice } = readKept(markerOf(folder), shape, 'note about this workshop folder');
  if (!notice) return { folder, id: manifest.id, manifest };
  // Without its marker the folder would not be found again.
  onDisk(folder, () => writeWhole(markerOf(folder), textOf(manifest)));
  return { folder, id: manifest.id, manifest, notice };
}

const textOf = (manifest: Manifest) => `${JSON.stringify(manifest, null, 2)}\n`;

/** Opens the workshop in `folder`, creating it if necessary. */
export async function makeWorkshop(folder: string): Promise<Workshop> {
  onDisk(folder, () => {
    if (existsSync(folder) && !statSync(folder).isDirectory()) {
      throw new UsageError(
        `${folder} is a file, so it cannot be the workshop folder.`,
        'Name another folder with --dir.',
      );
    }
    makeFolders(cornerOf(folder));
  });
  const workshop = read(folder);
  return changeManifest(workshop, (manifest) => manifest);
}

export async function changeManifest(workshop: Workshop, change: (manifest: Manifest) => Manifest): Promise<Workshop> {
  const marker = markerOf(workshop.folder);
  return onDiskAsync(marker, () =>
    locked(`${marker}.lock`, () => {
      const now = read(workshop.folder);
      const manifest = change(now.manifest);
      if (!isWorkshop(workshop.folder) || JSON.stringify(now.manifest) !== JSON.stringify(manifest))
        writeWhole(marker, textOf(manifest));
      return { ...workshop, manifest, notice: now.notice };
    }),
  );
}

async function onDiskAsync<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    return onDisk(path, () => {
      throw error;
    });
  }
}

/** The stage's folder in the workshop, whatever its number was when it was copied. It need not exist. */
export function stageFolder(workshop: Workshop, stage: Slugged): string {
  const noted = workshop.manifest.stages[stage.slug]?.folder;
  if (noted && existsSync(join(workshop.folder, noted))) return join(workshop.folder, noted);
  const ending = new RegExp(`^\\d+-${stage.slug}$`);
  const there = existsSync(workshop.folder)
    ? onDisk(workshop.folder, () => readdirSync(workshop.folder)).find((name) => ending.test(name))
    : undefined;
  return join(workshop.folder, there ?? stage.id);
}

/** The stage whose folder `cwd` is in. */
export function stageAt<T extends Slugged>(workshop: Workshop, stages: readonly T[], cwd: string): T | undefined {
  return stages.find((stage) => {
    const way = relative(stageFolder(workshop, stage), cwd);
    return way === '' || (!way.startsWith('..') && !isAbsolute(way));
  });
}
