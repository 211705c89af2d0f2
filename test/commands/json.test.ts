/** `check --json`: one document, by its schema in the package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { documentOf } from '../../src/commands/reporting/json.ts';
import { play } from './play.ts';

const right = 'package main\n\nfunc main() { print("hello") }\n';
const schema = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(schema('events-v1.schema.json'));
const isDocument = ajv.compile(schema('check-v1.schema.json'));

function read(out: string) {
  const document = JSON.parse(out);
  expect(isDocument(document), ajv.errorsText(isDocument.errors)).toBe(true);
  return document;
}

test.each([
  ['passed', right, 0],
  ['failed', 'package main\n', 1],
  ['incomplete', `${right}// ENGINE`, 2],
  ['errored', `${right}// BREAK`, 70],
])('%s', async (outcome, program, code) => {
  const game = play();
  await game.run('start', '01');
  game.write({ 'main.go': program });
  const ended = await game.run('check', '01', '--json');
  expect(ended.code).toBe(code);
  const document = read(ended.out);
  expect(document).toMatchObject({ schema: 1, outcome, stages: [{ stage: '01-greeting', outcome }] });
  const [{ checks, measures }] = document.stages;
  expect(checks.map(({ id }: { id: string }) => id)).toEqual([
    'compiles',
    'greets',
    'waits',
    'breaks',
    'engine',
    'polite',
  ]);
  expect(measures).toEqual({ size: { value: program.length, unit: 'bytes' } });
});

test('a finding is told whole, with its place', async () => {
  const game = play();
  await game.run('start', '01');
  const [stage] = read((await game.run('check', '01', '--json')).out).stages;
  expect(stage.checks[1]).toMatchObject({
    id: 'greets',
    title: 'greets the world',
    lesson: 'Greeting',
    verdict: {
      status: 'failed',
      finding: { summary: 'It does not say hello.', evidence: [{ at: { file: 'main.go', line: 3 } }] },
    },
  });
});

test('--all is one document too; reporters may write files beside it, and none shares the screen', async () => {
  const game = play();
  await game.run('start');
  const { out } = await game.run(
    'check',
    '--all',
    '--json',
    '--reporter',
    'junit=out.xml',
    '--reporter',
    'tap={stage}.tap',
  );
  expect(read(out).stages.map(({ stage }: { stage: string }) => stage)).toEqual(['01-greeting', '02-go']);
  expect(readFileSync(join(game.cwd, 'out.xml'), 'utf8')).toContain('02-go');
  expect(readFileSync(join(game.cwd, '02-go.tap'), 'utf8')).toContain('TAP version 14');
  const refused = await game.run('check', '01', '--json', '--reporter', 'pretty');
  expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('cannot share the screen') });
  expect((await game.run('check', '01', '--json', '--watch')).err).toContain('--json is one document');
});

test('an interrupted run is no pass: what had no verdict has none, and the worst stage decides', () => {
  const check = {
    id: 'a',
    title: 'a',
    points: 1,
    level: 'required' as const,
    state: 'waiting' as const,
    log: [],
    logged: 0,
  };
  const cut = { stage: '01-a', checks: [check], measures: {} };
  const whole = { ...cut, outcome: 'passed' as const, ms: 5, checks: [] };
  expect(read(JSON.stringify(documentOf([whole, cut])))).toMatchObject({
    outcome: 'incomplete',
    stages: [{ outcome: 'passed' }, { outcome: 'incomplete', ms: null, checks: [{ verdict: null }] }],
  });
  expect(documentOf([]).outcome).toBe('incomplete');
  expect(documentOf([{ ...whole, outcome: 'failed' }, cut]).outcome).toBe('failed');
});

test('the schema tells a broken document from a good one', () => {
  expect(isDocument({ schema: 1, outcome: 'fine', stages: [] })).toBe(false);
  expect(
    isDocument({
      schema: 1,
      outcome: 'passed',
      stages: [{ stage: 'a', outcome: 'passed', ms: 1, checks: [{ id: 'a' }], measures: {} }],
    }),
  ).toBe(false);
});
