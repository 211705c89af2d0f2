/** A stack of undo copies in our corner of the workshop: whatever a reset or an update replaces is copied there first. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { makeFolders } from '../../harness/machine/folders.ts';
import { onDisk, UsageError } from '../errors.ts';
import { copyWhole, hashOf, isThere, listFiles, readIfThere, writeWhole } from '../files.ts';
import { parseAs } from '../json.ts';
import { cornerOf, type Workshop } from '../workshop.ts';

const savedEntry = z.object({
  what: z.enum(['reset', 'update']),
  /** Slug. */
  stage: z.string(),
  /** The stage's folder, relative to the workshop's. */
  folder: z.string(),
  /** ISO 8601 */
  at: z.string(),
  /** Every file that the change touches; `existed`: a copy of it is in before/. `after`: its hash after the change; unset: removed by it. */
  files: z.array(z.object({ path: z.string(), existed: z.boolean(), after: z.optional(z.string()) })),
});

type Entry = z.infer<typeof savedEntry>;
export type Occasion = Pick<Entry, 'what' | 'stage' | 'folder'>;

/** How many changes can be undone; older copies are deleted. */
const kept = 20;

const stackOf = (workshop: Workshop) => join(cornerOf(workshop.folder), 'undo');

function entries(workshop: Workshop): string[] {
  try {
    return readdirSync(stackOf(workshop))
      .filter((name) => /^\d{6}$/.test(name))
      .sort();
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}

/** Copies the files (relative to `folder`) aside before they are changed; `after`: what they will be. The entry counts once everything is copied. */
export function copyAside(
  workshop: Workshop,
  occasion: Occasion,
  folder: string,
  paths: readonly string[],
  after: (path: string) => string | undefined,
): void {
  const names = entries(workshop);
  const name = String(Number(names.at(-1) ?? 0) + 1).padStart(6, '0');
  const copy = join(stackOf(workshop), name);
  makeFolders(join(copy, 'before'));
  const files = paths.map((path) => {
    const existed = isThere(join(folder, path));
    if (existed) copyWhole(join(folder, path), join(copy, 'before', path));
    const hash = after(path);
    return { path, existed, after: hash };
  });
  const entry: Entry = { ...occasion, at: new Date().toISOString(), files };
  writeWhole(join(copy, 'entry.json'), JSON.stringify(entry, null, 2));
  for (const old of names.slice(0, -kept + 1)) rmSync(join(stackOf(workshop), old), { recursive: true, force: true });
}

export type Undone = Occasion & {
  at: string;
  /** Files that are as they were before. */
  back: string[];
  /** What the learner has written since the change: kept under another name. */
  aside: { path: string; as: string }[];
};

/** What `undoLast` would undo; undefined: nothing. */
export function lastChange(workshop: Workshop): (Occasion & { at: string; files: string[] }) | undefined {
  const entry = onDisk(workshop.folder, () => newest(workshop))?.entry;
  return entry && { ...entry, files: entry.files.map(({ path }) => path) };
}

/** Undoes the newest change. Throws a UsageError when there is none. */
export function undoLast(workshop: Workshop): Undone {
  return onDisk(workshop.folder, () => {
    const found = newest(workshop);
    if (!found)
      throw new UsageError('There is nothing to undo.', '"undo" takes back the last reset or update of your files.');
    const { copy, entry } = found;
    const folder = join(workshop.folder, entry.folder);
    const aside = entry.files.flatMap((file) => keepNewer(folder, file));
    for (const { path, existed } of entry.files) {
      if (existed) copyWhole(join(copy, 'before', path), join(folder, path));
      else rmSync(join(folder, path), { force: true });
    }
    rmSync(copy, { recursive: true, force: true });
    const { what, stage, at } = entry;
    return { what, stage, folder: entry.folder, at, back: entry.files.map((file) => file.path), aside };
  });
}

/** An entry without a note was never completed: nothing had been changed yet. */
function newest(workshop: Workshop): { copy: string; entry: Entry } | undefined {
  for (const name of entries(workshop).reverse()) {
    const copy = join(stackOf(workshop), name);
    const note = readIfThere(join(copy, 'entry.json'));
    const entry = note && parseAs(note.toString(), savedEntry);
    if (entry) return { copy, entry };
    // A damaged note leaves the copies for the learner to find.
    if (!note) rmSync(copy, { recursive: true, force: true });
  }
  return undefined;
}

function keepNewer(folder: string, file: Entry['files'][number]): Undone['aside'] {
  const now = readIfThere(join(folder, file.path));
  if (!now || hashOf(now) === file.after) return [];
  const there = listFiles(folder);
  let as = `${file.path}.kept`;
  for (let n = 2; there.includes(as); n += 1) as = `${file.path}.kept-${n}`;
  writeWhole(join(folder, as), now);
  return [{ path: file.path, as }];
}
