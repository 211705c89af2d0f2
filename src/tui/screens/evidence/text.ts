import type { Evidence, EvidenceKind } from '../../../kit/index.ts';
import type { Line, Tone } from '../../drawing/line.ts';
import { linesOf, showBlanks, untab } from '../../drawing/plain.ts';
import { remembered } from '../../drawing/remembered.ts';
import { wrapHard } from '../../drawing/wrap.ts';

type Toner = (row: string) => Tone | undefined;

/** The line that a code excerpt points at. */
export const isMarked = (row: string): boolean => /^\s*[>▸❯→]/.test(row);

/** A line's colour only repeats what the line says. */
const toners: Record<EvidenceKind, Toner> = {
  http: (row) =>
    /^(?:[<>] ?)?(?:[A-Z]+ \S+|HTTP\/|\d{3}\b)/.test(row)
      ? 'strong'
      : /^(?:[<>] ?)?[A-Za-z-]+: /.test(row)
        ? 'name'
        : undefined,
  log: () => undefined,
  goroutines: (row) => (/^goroutine \d+/.test(row) ? 'strong' : /^\s.*:\d+/.test(row) ? 'quiet' : undefined),
  race: (row) =>
    /^(?:WARNING|Read|Write|Previous|Goroutine)\b/.test(row.trim())
      ? 'strong'
      : /^\s*\/?.*\.go:\d+/.test(row)
        ? 'name'
        : undefined,
  diff: (row) =>
    row.startsWith('+') ? 'good' : row.startsWith('-') ? 'bad' : row.startsWith('@@') ? 'quiet' : undefined,
  files: () => undefined,
  events: (row) => (/\bWarning\b/.test(row) ? 'warn' : undefined),
  code: (row) => (isMarked(row) ? 'strong' : 'quiet'),
};

const plainLines = remembered((evidence: Evidence, width: number) => draw(evidence, width, false));
const markedLines = remembered((evidence: Evidence, width: number) => draw(evidence, width, true));

/** The whole text; long lines continue in the next row. `blanks`: trailing blanks and tabs are shown. */
export const evidenceLines = (evidence: Evidence, width: number, blanks: boolean): readonly Line[] =>
  (blanks ? markedLines : plainLines)(evidence, width);

function draw(evidence: Evidence, width: number, blanks: boolean): Line[] {
  const toner = toners[evidence.kind] ?? (() => undefined);
  // In a diff, a blank may be the difference.
  const show = (row: string) =>
    blanks || (evidence.kind === 'diff' && /^[+-].*[ \t]$/.test(row)) ? showBlanks(row) : untab(row);
  return linesOf(evidence.text).flatMap((row) =>
    wrapHard(row === '' ? [] : [{ text: show(row), tone: toner(row) }], width, [{ text: '  ' }]),
  );
}
