/** A finding as plain text. What programs printed is in it, so every line is made harmless. */
import type { Evidence, Finding } from '../kit/index.ts';
import { printableLines } from '../words/printable.ts';
import type { Case } from './suites.ts';

export type FindingTextOptions = {
  /** Lines of one piece of evidence; what is left out is counted. */
  most?: number;
  heading?: (text: string) => string;
  strong?: (text: string) => string;
};

const same = (text: string) => text;

export function findingText(
  finding: Finding,
  { most = 24, heading = same, strong = same }: FindingTextOptions = {},
): string {
  const lines = [strong(printableLines(finding.summary))];
  if (finding.expected) lines.push(`expected: ${printableLines(finding.expected)}`);
  if (finding.actual) lines.push(`actual:   ${printableLines(finding.actual)}`);
  for (const item of finding.evidence)
    lines.push(
      '',
      heading(headingOf(item)),
      clip(printableLines(item.text), most)
        .replace(/^(?=.)/gm, '  ')
        .trimEnd(),
    );
  if (finding.hint) lines.push('', `hint: ${printableLines(finding.hint)}`);
  return `${lines.join('\n')}\n`;
}

/** e.g. "Your code (main.go:12)" */
export function headingOf({ title, at }: Evidence): string {
  const place = at ? `${at.file}:${at.line}${at.column ? `:${at.column}` : ''}` : '';
  return oneLine(place && !title.includes(place) ? `${title} (${place})` : title);
}

export const oneLine = (text: string): string => printableLines(text).replace(/\s*\n\s*/g, ' ');

export function clip(text: string, most: number): string {
  const lines = text.split('\n');
  if (lines.length <= most + 1) return text;
  return [...lines.slice(0, most), `… ${lines.length - most} more lines`].join('\n');
}

/** One line that says why a case is not passed. */
export const summaryOf = ({ finding, because = '' }: Case): string => oneLine(finding?.summary ?? because);

/** All there is to say about a case: the finding, or why there is none, and the notes. */
export function caseText(one: Case, options?: FindingTextOptions): string {
  const said = one.finding ? findingText(one.finding, options) : one.because ? `${printableLines(one.because)}\n` : '';
  return `${said}${one.notes.map((note) => `note: ${printableLines(note)}\n`).join('')}`;
}
