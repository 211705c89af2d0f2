import type { Evidence, EvidenceKind } from '../../../kit/index.ts';
import type { Line, Tone } from '../../drawing/line.ts';
import { linesOf, showBlanks, untab } from '../../drawing/plain.ts';
import { remembered } from '../../drawing/remembered.ts';
import { colourless } from '../../drawing/theme.ts';
import { wrapHard } from '../../drawing/wrap.ts';
import { highlight, languageOf } from '../../markdown/highlight.ts';

type Toner = (row: string) => Tone | undefined;

/** The line that a code excerpt points at. */
export const isMarked = (row: string): boolean => /^\s*[>▸❯→]/.test(row);

/** `text`: as an excerpt shows it, "  >  13  \tfmt.Println()". The code in its language's colours; without colours, the marked line stands out alone. */
export function excerptRow(text: string, file: string | undefined): Line {
  const marked = isMarked(text);
  const [, margin = '', code = text] = /^([ >▸❯→]*\d+)( .*)?$/.exec(text) ?? [];
  const language = file === undefined ? '' : languageOf(file);
  if (language === '' || colourless()) return [{ text, tone: marked ? 'strong' : 'quiet' }];
  const spans = highlight(code, language);
  return [
    { text: margin, tone: marked ? 'strong' : 'quiet' },
    ...(marked ? spans.map((span) => ({ ...span, tone: span.tone ?? ('strong' as const) })) : spans),
  ];
}

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
  code: () => undefined,
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
  const spansOf = (row: string): Line => {
    if (row === '') return [];
    return evidence.kind === 'code'
      ? excerptRow(show(row), evidence.at?.file)
      : [{ text: show(row), tone: toner(row) }];
  };
  return linesOf(evidence.text).flatMap((row) => wrapHard(spansOf(row), width, [{ text: '  ' }]));
}
