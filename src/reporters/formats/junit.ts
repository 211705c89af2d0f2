/**
 * JUnit XML as Jenkins' xunit plugin describes it (junit-10.xsd), which GitLab, GitHub actions and IDEs read too. blocked and
 * skipped are <skipped>, with the word in front of the message; errored is <error>.
 */
import { caseText, summaryOf } from '../finding-text.ts';
import { type Case, countOf, type Draw, type Suite } from '../suites.ts';
import { element, escaped } from '../xml.ts';

/** GitLab takes 30 MB a file; a finding of ten thousand lines helps nobody. */
const mostLines = 200;

export const junit: Draw = ({ about, suites }) => {
  const cases = suites.flatMap((suite) => suite.cases);
  const counts = { tests: cases.length, failures: countOf(cases, 'failed'), errors: countOf(cases, 'errored') };
  const all = suites.map((suite) => suiteElement(suite, about.at));
  const time = seconds(suites.reduce((sum, { ms }) => sum + ms, 0));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: about.tool.name, time, ...counts }, all)}\n`;
};

function suiteElement({ id, ms, cases, measures }: Suite, at: Date): string {
  const numbers = Object.entries(measures).map(([name, { value, unit }]) =>
    element('property', { name: `${name} (${unit})`, value }),
  );
  const properties = numbers.length > 0 ? [`\n  ${element('properties', {}, numbers)}`] : [];
  const attributes = {
    name: id,
    tests: cases.length,
    failures: countOf(cases, 'failed'),
    errors: countOf(cases, 'errored'),
    skipped: countOf(cases, 'blocked', 'skipped'),
    time: seconds(ms),
    timestamp: at.toISOString(),
  };
  return `\n${element('testsuite', attributes, [...properties, ...cases.map((one) => `\n  ${caseElement(id, one)}`), '\n'])}`;
}

// GitLab drops a second test of the same classname and name: ids are unique within a suite, titles need not be.
function caseElement(suite: string, one: Case): string {
  const name = one.title === one.id ? one.id : `${one.id}: ${one.title}`;
  return element('testcase', { classname: suite, name, time: seconds(one.ms ?? 0) }, verdictElements(one));
}

function verdictElements(one: Case): string[] {
  const text = () =>
    escaped(`${one.place ? `${one.place.file}:${one.place.line}\n` : ''}${caseText(one, { most: mostLines })}`);
  const message = summaryOf(one);
  switch (one.status) {
    case 'passed':
      return one.notes.length > 0 ? [element('system-out', {}, [text()])] : [];
    case 'failed':
      return [element('failure', { type: one.level, message }, [text()])];
    case 'errored':
      return [element('error', { type: 'errored', message }, [text()])];
    default:
      // Text, not attributes: the older of the two schemas in use knows none here.
      return [element('skipped', {}, [escaped(`${one.status}: ${message}`)])];
  }
}

/** Jenkins' pattern allows digits and one point. */
const seconds = (ms: number) => (ms / 1000).toFixed(3);
