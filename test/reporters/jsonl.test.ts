/** The public formats by the schemas in the package, and a recording that later versions must still read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/kit/index.ts';
import { jsonl } from '../../src/reporters/jsonl.ts';
import { cleanEvents, hostileEvents, recorded, reportOf } from './corpus.ts';

const root = join(import.meta.dirname, '../..');
const schema = (name: string) => JSON.parse(readFileSync(join(root, 'docs', name), 'utf8'));
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));
const linesOf = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(schema('events-v1.schema.json'));
const isEvent = ajv.compile({ $ref: 'https://unpkg.com/go-cloud-workshop/docs/events-v1.schema.json' });
const isVerifyEvent = ajv.compile(schema('verify-v1.schema.json'));

test('each line of a check is what the schema says', () => {
  const draw = jsonl();
  for (const event of [...cleanEvents, ...hostileEvents, ...recorded().filter(({ type }) => type !== 'run:start')]) {
    const [line] = linesOf(draw(event));
    expect(isEvent(line), ajv.errorsText(isEvent.errors)).toBe(true);
  }
});

test('each line of verify is what the schema says', () => {
  for (const line of linesOf(gunzipSync(fixture('programs.jsonl.gz')).toString()))
    expect(isVerifyEvent(line), ajv.errorsText(isVerifyEvent.errors)).toBe(true);
});

test('a recording of schema 1 is still read, also with fields that nobody knew then', () => {
  const lines = linesOf(fixture('schema-1.jsonl').toString()) as RunEvent[];
  for (const line of lines) expect(isEvent(line), ajv.errorsText(isEvent.errors)).toBe(true);
  const { suites } = reportOf(lines.map((line) => ({ ...line, later: { added: true } })));
  expect(suites.map(({ id, outcome, cases }) => [id, outcome, cases.map(({ status }) => status)])).toEqual([
    ['01-http-server', 'failed', ['passed', 'failed', 'skipped']],
  ]);
});

test('the schema tells a broken line from a good one', () => {
  expect(isEvent({ type: 'check:end', id: 'a', verdict: { status: 'failed', ms: 1 } })).toBe(false);
  expect(isEvent({ type: 'run:start', schema: 2, stage: 's', checks: [] })).toBe(false);
});
