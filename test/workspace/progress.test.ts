import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { initialRun, type RunState, reduce } from '../../src/engine/reduce.ts';
import type { RunEvent, Verdict } from '../../src/kit/index.ts';
import { afterRun, changeStage, readProgress, untouched } from '../../src/workspace/progress.ts';
import { keepRun, laidOver, readRun } from '../../src/workspace/runs.ts';
import { temporary, write } from './course.ts';

const appDirs = () => {
  const base = temporary();
  return { config: join(base, 'config'), state: join(base, 'state') };
};
const owner = { id: '0123456789abcdef', folder: '/somewhere' };
const passed: Verdict = { status: 'passed', ms: 3, notes: [] };
const failed: Verdict = { status: 'failed', ms: 3, finding: { summary: 'No.', hint: 'Look.', evidence: [] } };

function runOf(verdicts: Record<string, Verdict>, outcome: RunState['outcome'] & string): RunState {
  const checks = Object.keys(verdicts).map(
    (id) => ({ id, title: id, points: 2, level: id === 'extra' ? 'stretch' : 'required' }) as const,
  );
  const events: RunEvent[] = [
    { type: 'run:start', schema: 1, stage: '01-http-server', checks },
    { type: 'check:log', id: checks[0]?.id ?? '', source: 'app', line: 'hello' },
    ...Object.entries(verdicts).map(([id, verdict]): RunEvent => ({ type: 'check:end', id, verdict })),
    { type: 'measure', name: 'startup', value: 7, unit: 'ms' },
    { type: 'run:end', outcome, ms: 12 },
  ];
  return events.reduce(reduce, initialRun);
}

describe('progress', () => {
  test('counts what a run reached; a finished stage stays finished', () => {
    const first = afterRun(
      untouched,
      runOf({ health: passed, lists: failed, extra: passed }, 'failed'),
      'hash',
      new Date(0),
    );
    expect(first).toMatchObject({
      passed: 2,
      total: 3,
      requiredPassed: 1,
      required: 2,
      points: 4,
      pointsOf: 6,
      outcome: 'failed',
      inputs: 'hash',
    });
    expect(first.finishedAt).toBeUndefined();
    const second = afterRun(first, runOf({ health: passed }, 'passed'), 'hash', new Date(1));
    const third = afterRun(second, runOf({ health: failed }, 'failed'), 'hash', new Date(2));
    expect(third).toMatchObject({
      finishedAt: new Date(1).toISOString(),
      outcome: 'failed',
      numbers: { startup: { value: 7, unit: 'ms' } },
    });
  });

  test('is kept by slug and read again', async () => {
    const where = appDirs();
    await changeStage(where, owner, 'http-server', (stage) => ({ ...stage, passed: 4 }));
    const { value, notice } = readProgress(where, owner);
    expect(notice).toBeUndefined();
    expect(value).toMatchObject({
      schema: 1,
      folder: '/somewhere',
      current: 'http-server',
      stages: { 'http-server': { passed: 4 } },
    });
  });

  test.each(['{"schema":1,', '', '[]', '{"schema":99,"stages":{}}', '\u0000\u0000'])(
    'a file holding %j is kept aside, and said',
    async (content) => {
      const where = appDirs();
      write(join(where.config, 'progress'), { [`${owner.id}.json`]: content });
      const { value, notice } = readProgress(where, owner);
      expect(value.stages).toEqual({});
      expect(notice).toMatch(/could not be read. It is kept as .*unreadable.*, and a new one was started/);
      const [aside = ''] = readdirSync(join(where.config, 'progress'));
      expect(readFileSync(join(where.config, 'progress', aside), 'utf8')).toBe(content);
      await changeStage(where, owner, 'http-server', (stage) => stage);
      expect(readProgress(where, owner).notice).toBeUndefined();
    },
  );

  test('a field of the wrong kind starts over, the others stay', async () => {
    const where = appDirs();
    const stage = { passed: 'many', hints: [], points: 3, finishedAt: '2026-01-01T00:00:00.000Z' };
    write(join(where.config, 'progress'), {
      [`${owner.id}.json`]: JSON.stringify({ schema: 1, stages: { 'http-server': stage, other: 7 } }),
    });
    const { stages } = readProgress(where, owner).value;
    const kept = { ...untouched, points: 3, finishedAt: stage.finishedAt };
    expect(stages).toEqual({ 'http-server': kept, other: untouched });
  });

  test('several processes at once lose nothing', async () => {
    const where = appDirs();
    const [times, writers] = [15, 4];
    const one = () =>
      promisify(execFile)(process.execPath, [
        join(import.meta.dirname, 'keep.ts'),
        where.config,
        where.state,
        owner.id,
        String(times),
      ]);
    await Promise.all(Array.from({ length: writers }, one));
    expect(readProgress(where, owner).value.stages['http-server']?.hints.health).toBe(times * writers);
    expect(readdirSync(join(where.config, 'progress'))).toEqual([`${owner.id}.json`]);
  });

  test('the lock of a dead process is taken over', async () => {
    const where = appDirs();
    const gone = await promisify(execFile)(process.execPath, ['-p', 'process.pid']);
    write(join(where.config, 'progress'), { [`${owner.id}.json.lock`]: gone.stdout.trim() });
    await changeStage(where, owner, 'http-server', (stage) => ({ ...stage, passed: 1 }));
    expect(readProgress(where, owner).value.stages['http-server']?.passed).toBe(1);
  });
});

describe('the last run', () => {
  test('is kept whole; its events lead to the same state', () => {
    const where = appDirs();
    const run = runOf({ health: passed, lists: failed }, 'failed');
    keepRun(where, owner, 'http-server', run);
    const read = readRun(where, owner, 'http-server');
    expect(read).toEqual(run);
  });

  test('that cannot be read counts as none', () => {
    const where = appDirs();
    write(join(where.state, 'runs', owner.id), { 'http-server.json': '{' });
    expect(readRun(where, owner, 'http-server')).toBeUndefined();
    const other = { ...runOf({ health: failed }, 'failed'), measures: { startup: 7 } };
    for (const damaged of ['{}', JSON.stringify(other)]) {
      writeFileSync(join(where.state, 'runs', owner.id, 'http-server.json'), damaged);
      expect(readRun(where, owner, 'http-server')).toBeUndefined();
    }
  });

  test('of some checks is laid over the one before', () => {
    const before = runOf({ compiles: passed, health: failed, lists: passed }, 'failed');
    const some = runOf({ compiles: passed, health: passed }, 'passed');
    const order = [{ id: 'compiles' }, { id: 'health' }, { id: 'lists' }];
    expect(laidOver(before, some, order)).toMatchObject({
      outcome: 'passed',
      checks: [{}, { state: 'passed' }, { state: 'passed' }],
    });
    expect(laidOver(undefined, some, order)).toMatchObject({ outcome: 'incomplete' });
  });
});
