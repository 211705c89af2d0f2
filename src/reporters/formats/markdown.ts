/** Markdown as GitHub and GitLab draw it: a table of checks, then what is wrong, with evidence to unfold. */
import { amount, duration, plural } from '../../kit/index.ts';
import { printableLines } from '../../words/printable.ts';
import { clip, headingOf, oneLine, summaryOf } from '../finding-text.ts';
import { type Case, countOf, type Draw, earned, pointsOf, type Report, type Status, type Suite } from '../suites.ts';

const marks: Record<Status, string> = {
  passed: '✅ passed',
  failed: '❌ failed',
  blocked: '🚧 blocked',
  skipped: '⏭️ skipped',
  errored: '🐞 errored',
};

const mostLines = 60;

export const markdown: Draw = ({ about, suites }) => suites.map((suite) => suiteText(suite, about)).join('\n');

function suiteText(suite: Suite, about: Report['about']): string {
  const { cases } = suite;
  const counts = (['passed', 'failed', 'blocked', 'skipped', 'errored'] as const)
    .map((status) => ({ status, count: countOf(cases, status) }))
    .filter(({ status, count }) => count > 0 || status === 'passed')
    .map(({ status, count }) => `${count} ${status}`);
  return [
    `## ${inline(suite.id)}: ${titles[suite.outcome]}`,
    '',
    `${counts.join(', ')} · ${earned(cases)} of ${plural(pointsOf(cases), 'point')} · ${duration(suite.ms)}`,
    '',
    '| | check | what it says |',
    '| --- | --- | --- |',
    ...cases.map(
      (one) => `| ${marks[one.status]} | \`${one.id}\`${one.level === 'stretch' ? ' (stretch)' : ''} | ${cell(one)} |`,
    ),
    ...numbersOf(suite, about),
    ...cases.filter(({ finding }) => finding !== undefined).flatMap(findingLines),
    '',
  ].join('\n');
}

const titles = {
  passed: 'passed',
  failed: 'not yet',
  incomplete: 'not judged completely',
  errored: 'a bug in the workshop',
};

const cell = (one: Case) =>
  inline(one.status === 'passed' || one.status === 'failed' ? one.title : `${one.title}. ${summaryOf(one)}`);

function numbersOf({ id, measures }: Suite, { measureOf }: Report['about']): string[] {
  const rows = Object.entries(measures).map(
    ([name, { value, unit }]) => `| ${inline(measureOf(id, name).title)} | ${amount(value, unit)} |`,
  );
  return rows.length > 0 ? ['', '| measured | |', '| --- | --- |', ...rows] : [];
}

function findingLines({ id, title, finding, place }: Case): string[] {
  if (!finding) return [];
  const { summary, expected, actual, hint, evidence } = finding;
  return [
    '',
    `### ${inline(title)} (\`${id}\`)`,
    '',
    `${inline(summary)}${place ? ` (${code(`${place.file}:${place.line}`)})` : ''}`,
    ...(expected === undefined ? [] : ['', `Expected: ${inline(expected)}`]),
    ...(actual === undefined ? [] : ['', `Actual: ${inline(actual)}`]),
    ...(hint === undefined ? [] : ['', `Hint: ${inline(hint)}`]),
    ...evidence.flatMap((item) => [
      '',
      '<details>',
      `<summary>${html(headingOf(item))}</summary>`,
      '',
      ...fenced(clip(printableLines(item.text), mostLines)),
      '',
      '</details>',
    ]),
  ];
}

/** A fence longer than every run of backticks inside (CommonMark 4.5). */
function fenced(text: string): string[] {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, text, fence];
}

/** An @name split by a comment notifies nobody. */
const atSign = '@<!-- -->';

const html = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/@/g, atSign);

/** One line of text, none of it markup. */
const inline = (text: string) =>
  oneLine(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&$]/g, '\\$&')
    .replace(/@/g, atSign);

/** A code span that no backtick in it can end. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const tick = '`'.repeat(longest + 1);
  return longest > 0 ? `${tick} ${text} ${tick}` : `${tick}${text}${tick}`;
}
