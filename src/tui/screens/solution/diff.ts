/** The learner's files against the reference answer's. Loaded on first use. */
import { structuredPatch } from 'diff';
import { harmless } from '../../drawing/plain.ts';
import type { SolutionFile } from '../../services.ts';
import type { DiffRow, FileDiff } from './page.ts';

/** Differences first, then what only one side has, then what is the same. */
const order = { different: 0, 'only-solution': 1, 'only-yours': 2, same: 3 };

export const diffFiles = (files: readonly SolutionFile[]): FileDiff[] =>
  files.map(diffFile).sort((a, b) => order[a.kind] - order[b.kind]);

function diffFile({ path, yours, solution }: SolutionFile): FileDiff {
  if (yours === undefined) return { path, kind: 'only-solution', rows: rowsOf(solution ?? '', 'solution') };
  if (solution === undefined) return { path, kind: 'only-yours', rows: rowsOf(yours, 'yours') };
  if (yours === solution) return { path, kind: 'same', rows: rowsOf(yours, 'same') };
  return { path, kind: 'different', rows: patchRows(harmless(yours), harmless(solution)) };
}

const rowsOf = (text: string, kind: DiffRow['kind']): DiffRow[] =>
  harmless(text)
    .replace(/\n$/, '')
    .split('\n')
    .map((row) => ({ kind, text: row }));

const kinds: Record<string, DiffRow['kind']> = { ' ': 'same', '-': 'yours', '+': 'solution' };

function patchRows(yours: string, solution: string): DiffRow[] {
  const { hunks } = structuredPatch('', '', yours, solution, '', '', { context: 3 });
  return hunks.flatMap((hunk) => [
    { kind: 'gap' as const, text: `your line ${hunk.oldStart}` },
    ...hunk.lines
      .filter((row) => !row.startsWith('\\'))
      .map((row) => ({ kind: kinds[row[0] ?? ' '] ?? 'same', text: row.slice(1) })),
  ]);
}
