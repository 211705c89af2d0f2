import type { Evidence, Finding } from '../../../kit/index.ts';
import { locationOf, plural } from '../../../kit/index.ts';
import { accent, blank, type Line, line, quiet, type Span, strong } from '../../drawing/line.ts';
import { harmless, linesOf, untab } from '../../drawing/plain.ts';
import { clip, clipLine } from '../../drawing/width.ts';
import { wrap, wrapCode, wrapText } from '../../drawing/wrap.ts';
import { type AppState, hintKey } from '../../state/app-state.ts';
import { noHints } from '../../state/hints.ts';
import { excerptRow, isMarked } from '../evidence/text.ts';
import { inlineEvidence } from './page.ts';

const label = (text: string): Span => ({ text: text.padEnd(10), tone: 'heading' });
const hanging: Line = [{ text: ' '.repeat(10) }];

/** What went wrong, in the order a tired reader needs it. */
export function findingRows(state: AppState, stage: string, check: string, finding: Finding, width: number): Line[] {
  const inline = inlineEvidence(finding);
  return [
    ...paragraphs(finding.summary, width).map((spans) => spans.map((span) => strong(span.text))),
    blank,
    ...field('Expected', finding.expected, width),
    ...field('Seen', finding.actual, width),
    ...whereRows(finding),
    ...(inline ? [...excerptRows(inline, width), blank] : []),
    ...evidenceRows(finding.evidence, width),
    ...hintRows(state, stage, check),
  ];
}

const paragraphs = (text: string, width: number): Line[] =>
  harmless(text)
    .split('\n')
    .flatMap((row) => wrapText(row, width));

function field(name: string, text: string | undefined, width: number): Line[] {
  if (text === undefined) return [];
  const rows = harmless(text).split('\n');
  return [
    ...rows.flatMap((row, index) =>
      wrap([{ text: row }], width, { first: index === 0 ? [label(name)] : hanging, rest: hanging }),
    ),
    blank,
  ];
}

function whereRows(finding: Finding): Line[] {
  const at = locationOf(finding);
  if (!at) return [];
  return [
    line(label('Where'), accent(`${at.file}:${at.line}`), quiet('   e opens it')),
    ...(inlineEvidence(finding) ? [] : [blank]),
  ];
}

/** Two lines before and after the marked one. Only the marked line is shown in full; the evidence has the others. */
function excerptRows(evidence: Evidence, width: number): Line[] {
  const rows = linesOf(evidence.text);
  const marked = Math.max(0, rows.findIndex(isMarked));
  const near = rows.slice(Math.max(0, marked - 2), marked + 3);
  return near.flatMap((row) => {
    const spans = excerptRow(untab(row), evidence.at?.file);
    const shown = isMarked(row) ? wrapCode(spans, width - 2, [{ text: ' '.repeat(10) }]) : [clipLine(spans, width - 2)];
    return shown.map((part) => line('  ', ...part));
  });
}

function evidenceRows(evidence: readonly Evidence[], width: number): Line[] {
  if (evidence.length === 0) return [];
  const rows = evidence.map((one, index) => {
    const lines = plural(one.text.replace(/\n$/, '').split('\n').length, 'line');
    return line(
      index === 0 ? label('Evidence') : hanging[0],
      accent(`${index + 1} `),
      clip(harmless(one.title), width - 26),
      quiet(`  ${lines}`),
    );
  });
  const how = evidence.length === 1 ? 'Enter shows it in full' : 'Enter or a number shows it in full';
  return [...rows, line(...hanging, quiet(how)), blank];
}

function hintRows(state: AppState, stage: string, check: string): Line[] {
  const { hints, next } = state.hints[hintKey(stage, check)] ?? noHints;
  const again = ` shows the ${plural(hints.length, 'hint')} again`;
  return [
    line(
      label('Stuck?'),
      accent('h'),
      quiet(
        hints.length === 0
          ? ' gives a hint, a little at a time'
          : next === undefined
            ? again
            : `${again} and can tell more`,
      ),
    ),
  ];
}
