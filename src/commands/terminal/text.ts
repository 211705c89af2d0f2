/** Plain text for terminals and pipes. */
import { relative } from 'node:path';
import type { CliContext } from '../context.ts';

/** A path as short as it stays clear: from the working directory where it lies below, else with ~ for home. */
export function shortPath(path: string, { cwd, env }: Pick<CliContext, 'cwd' | 'env'>): string {
  const way = relative(cwd, path);
  if (way !== '' && !way.startsWith('..') && way.length < path.length) return way;
  const home = env.HOME;
  return home && home.length > 1 && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** "main.go", "main.go and go.mod", "a, b and 7 more" */
export function enumerate(items: readonly string[], most = 6): string {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : [...items];
  const last = shown.pop() ?? '';
  return shown.length > 0 ? `${shown.join(', ')} and ${last}` : last;
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Columns padded to their widest cell. */
export function columns(rows: readonly (readonly string[])[], gap = 2): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd((widths[at] ?? 0) + gap)))
        .join('')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Words in lines of at most `width`, the second and later ones indented. */
export function wrap(words: string, width: number, indent: string): string {
  const lines = [''];
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width - indent.length) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${indent}`);
}
