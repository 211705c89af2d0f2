/** The image is too large; and what is in it, for a note with a pass. */
import { type Evidence, type Finding, finding, type ImageContents, type ImageFile, plural, size } from '#kit';

export const limitBytes = 15e6;

/** `heaviest`: the line that made the largest layer. */
export function tooLarge(contents: ImageContents, heaviest: Evidence | undefined): Finding {
  const { bytes, layers: all, files } = contents;
  const visible = files.reduce((sum, file) => sum + file.bytes, 0);
  const buried = visible <= limitBytes;
  const many = `${size(bytes)} in ${plural(all.length, 'layer')}`;
  return finding({
    summary: `The image ships ${size(bytes)}, and 15 MB are enough for this service.`,
    expected: 'at most 15 MB in all layers together; about 7 MB is usual here',
    actual: buried ? `${many}, of which a container sees ${size(visible)}` : many,
    hint: buried
      ? 'What a later layer deletes or overwrites still ships in the layer below. Copy only the finished file into the last stage.'
      : 'Copy single files into the last stage: the binary and the certificates. The list below shows what weighs most.',
    evidence: [whatShips(contents, 12), heaviest],
  });
}

/** Largest files first, then layer by layer. */
function whatShips(contents: ImageContents, most: number): Evidence {
  return { kind: 'files', title: 'What ships', text: [...largest(contents, most), '', ...layers(contents)].join('\n') };
}

export function contentNotes(contents: ImageContents): string[] {
  return [
    `Inside, largest first: ${largest(contents, 4).map(oneSpace).join('; ')}.`,
    `Layer by layer: ${layers(contents).map(oneSpace).join('; ')}.`,
  ];
}

const oneSpace = (line: string) => line.trim().replace(/\s+/g, ' ');

function largest({ files }: ImageContents, most: number): string[] {
  const regular = files.filter((file) => file.kind === 'file' && file.bytes > 0);
  const rows = gathered(regular, most).sort((a, b) => b.bytes - a.bytes);
  return rows.map(({ path, bytes, count }) => row(bytes, count > 1 ? `${path}/ (${count} files)` : path));
}

const row = (bytes: number, text: string) => `${size(bytes).padStart(8)}  ${text}`;

function layers({ layers: all }: ImageContents): string[] {
  return all.map(({ bytes, madeBy }, index) => row(bytes, `layer ${index + 1}: ${shortened(madeBy ?? 'unknown')}`));
}

const shortened = (text: string) => (text.length > 90 ? `${text.slice(0, 89)}…` : text);

type Row = { path: string; bytes: number; count: number };

/** A few files are named one by one; a whole system is summed up by folder. */
function gathered(files: readonly ImageFile[], most: number): Row[] {
  if (files.length <= most) return files.map(({ path, bytes }) => ({ path, bytes, count: 1 }));
  const folders = new Map<string, Row & { only: string }>();
  for (const { path, bytes } of files) {
    const parts = path.split('/');
    const folder = parts.slice(0, Math.min(parts.length - 1, 4)).join('/') || '/';
    const row = folders.get(folder) ?? { path: folder, only: path, bytes: 0, count: 0 };
    folders.set(folder, { ...row, bytes: row.bytes + bytes, count: row.count + 1 });
  }
  return [...folders.values()]
    .map((row) => (row.count === 1 ? { ...row, path: row.only } : row))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, most);
}
