/**
 * TAP version 14 (https://testanything.org/tap-version-14-specification.html): a subtest a stage where there are several.
 * blocked and skipped carry the SKIP directive. errored does too, and the whole then ends in "Bail out!": it must not look
 * like a failed program, and not like a good run either. A stretch check that is not passed is a TODO: it holds nobody up.
 */
import { caseText, summaryOf } from '../finding-text.ts';
import { type Case, countOf, type Draw, type Suite } from '../suites.ts';

export const tap: Draw = ({ suites }) => {
  const [first] = suites;
  const body = first && suites.length === 1 ? points(first) : [`1..${suites.length}`, ...suites.flatMap(subtest)];
  const errored = suites.flatMap(({ cases }) => cases.filter(({ status }) => status === 'errored'));
  const bail = errored.map((one) => `Bail out! ${one.id}: ${escaped(summaryOf(one))}`).slice(0, 1);
  return `${['TAP version 14', ...body, ...bail].join('\n')}\n`;
};

function points({ cases }: Suite): string[] {
  return [`1..${cases.length}`, ...cases.flatMap((one, index) => point(one, index + 1))];
}

function subtest(suite: Suite, index: number): string[] {
  const inner = points(suite).map((line) => (line === '' ? line : `    ${line}`));
  const failed = suite.cases.some(({ status, level }) => status === 'failed' && level === 'required');
  const open = suite.outcome === 'incomplete' || suite.outcome === 'errored';
  const directive = open && !failed ? ` # SKIP ${suite.outcome}` : '';
  const ok = !failed && countOf(suite.cases, 'errored') === 0;
  return [
    `# Subtest: ${escaped(suite.id)}`,
    ...inner,
    `${ok ? 'ok' : 'not ok'} ${index + 1} - ${escaped(suite.id)}${directive}`,
  ];
}

function point(one: Case, number: number): string[] {
  const ok = one.status !== 'failed' && one.status !== 'errored';
  return [
    `${ok ? 'ok' : 'not ok'} ${number} - ${escaped(`${one.id}: ${one.title}`)}${directiveOf(one)}`,
    ...diagnostics(one),
  ];
}

function directiveOf(one: Case): string {
  if (one.status === 'failed') return one.level === 'stretch' ? ' # TODO stretch' : '';
  return one.status === 'passed' ? '' : ` # SKIP ${one.status}: ${escaped(summaryOf(one))}`;
}

/** A YAML block; JSON strings are YAML, whatever is in them. */
function diagnostics(one: Case): string[] {
  const fields: Record<string, string | number | undefined> = {
    message: one.finding?.summary,
    severity: one.status === 'failed' ? one.level : undefined,
    at: one.place && `${one.place.file}:${one.place.line}`,
    duration_ms: one.ms,
    details: one.finding || one.notes.length > 0 ? caseText(one) : undefined,
  };
  const lines = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`  ${key}: ${JSON.stringify(value)}`],
  );
  return lines.length > 0 ? ['  ---', ...lines, '  ...'] : [];
}

/** In descriptions and directives a backslash and a hash are escaped by a backslash. */
const escaped = (text: string) => text.replace(/[\\#]/g, '\\$&').replace(/\n/g, ' ');
