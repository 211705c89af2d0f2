/** One check of the page. */
import { duration, type Evidence } from '../../kit/index.ts';
import { printableLines } from '../../words/printable.ts';
import { clip, headingOf } from '../finding-text.ts';
import type { Case } from '../suites.ts';
import { element, escaped } from '../xml.ts';

const mostLines = 400;

/** What failed lies open; the rest is a line to unfold, where there is more to say. */
export function article(one: Case): string {
  const head = [
    element('span', { class: `word ${one.status}` }, [one.status]),
    ` ${escaped(one.title)}`,
    one.level === 'stretch' ? ' <span class="dim">(stretch)</span>' : '',
    ` <span class="dim"><code>${escaped(one.id)}</code>${one.ms === undefined ? '' : ` ${duration(one.ms)}`}</span>`,
  ].join('');
  const body = [
    ...(one.finding ? findingOf(one) : [paragraph(one.because)]),
    ...one.notes.map((note) => paragraph(`Note: ${note}`)),
  ]
    .filter(Boolean)
    .join('\n');
  if (body === '') return `<div class="check"><h3>${head}</h3></div>`;
  return `<details class="check"${one.status === 'failed' ? ' open' : ''}>
<summary><h3>${head}</h3></summary>
${body}
</details>`;
}

function findingOf({ finding, place }: Case): string[] {
  if (!finding) return [];
  const { summary, expected, actual, hint, evidence } = finding;
  return [
    `<p class="summary">${text(summary)}${place ? ` <code>${text(`${place.file}:${place.line}`)}</code>` : ''}</p>`,
    pair('expected', expected),
    pair('actual', actual),
    ...evidence.map(evidenceOf),
    hint === undefined ? '' : `<p class="hint">${text(hint)}</p>`,
  ];
}

function evidenceOf(item: Evidence): string {
  return `<figure>
<figcaption>${text(headingOf(item))}</figcaption>
<pre>${clip(printableLines(item.text), mostLines).split('\n').map(lineOf).join('\n')}</pre>
</figure>`;
}

/** kit/assert/source marks the line that is meant by a ">" in front of its number. */
const lineOf = (line: string) => (/^> *\d+ /.test(line) ? `<mark>${escaped(line)}</mark>` : escaped(line));

const text = (words: string) => escaped(printableLines(words));
const paragraph = (words: string | undefined) => (words ? `<p>${text(words)}</p>` : '');
const pair = (name: string, words: string | undefined) =>
  words === undefined ? '' : `<p class="pair"><b>${name}</b> <span>${text(words)}</span></p>`;
