/** One check alone: o. */
import { expect, test } from 'vitest';
import { initialRun, reduce } from '../../../src/engine/reduce.ts';
import type { RunEvent } from '../../../src/kit/index.ts';
import { currentPage } from '../../../src/tui/state/app-state.ts';
import { checks, eventsOf, failure, http, passed, World } from '../fake.ts';
import { shown, type Visit, visit } from '../visit.ts';

const screen = ({ program }: Visit) => shown(program);

/** Events of a run of `compiles`, which comes before, and `health`. */
const partial = (verdict = passed): RunEvent[] => [
  { type: 'run:start', schema: 1, stage: http, checks: checks.slice(0, 2) },
  { type: 'check:end', id: 'compiles', verdict: passed },
  { type: 'check:start', id: 'health' },
  { type: 'check:end', id: 'health', verdict },
  { type: 'run:end', outcome: verdict.status === 'failed' ? 'failed' : 'passed', ms: 9 },
];

/** `health` and `lists` have failed; the list of checks is on the screen. */
async function failed(size = { columns: 80, rows: 24 }) {
  const world = new World();
  const one = await visit(world, size);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish({ health: failure, lists: failure });
  await one.until(() => one.program.state.run?.phase === 'ended');
  if (currentPage(one.program.state).screen === 'check') one.press('escape');
  return { world, one };
}

test('the selected check is run alone; the others stay on the screen as they were', async () => {
  const { world, one } = await failed();
  one.press('o');
  await one.until(() => world.runs.length === 2);
  expect(world.runs[1]).toMatchObject({ stage: http, only: 'health' });
  world.runs[1]?.emit(...partial().slice(0, 3));
  await one.until(() => /running +answers GET \/health/.test(screen(one)));
  expect(screen(one)).toMatch(/failed +lists every user/);
  world.last = [...eventsOf(http, { lists: failure })].reduce(reduce, initialRun);
  world.runs[1]?.emit(...partial().slice(3));
  world.runs[1]?.end({ outcome: 'passed' });
  await one.until(() => one.program.state.run?.phase === 'ended');
  expect(currentPage(one.program.state)).toMatchObject({ screen: 'checks', selected: 'health' });
  expect(screen(one)).toMatch(/passed +answers GET \/health/);
  expect(screen(one)).toMatch(/failed +lists every user/);
  expect(screen(one)).toContain('answers GET /health with {"status":"ok"}: passed.');
});

test('where it still fails, it is opened, whatever else failed before it', async () => {
  const { world, one } = await failed();
  one.press('j', 'o');
  await one.until(() => world.runs.length === 2);
  expect(world.runs[1]?.only).toBe('lists');
  world.last = [...eventsOf(http, { health: failure, lists: failure })].reduce(reduce, initialRun);
  world.runs[1]?.end({ outcome: 'failed' });
  await one.until(() => currentPage(one.program.state).screen === 'check');
  expect(currentPage(one.program.state)).toMatchObject({ check: 'lists' });
});

test('tried on its own page, the check stays open with its new verdict', async () => {
  const { world, one } = await failed();
  one.press('enter', 'o');
  await one.until(() => world.runs.length === 2);
  world.last = [...eventsOf(http, { lists: failure })].reduce(reduce, initialRun);
  world.runs[1]?.emit(...partial());
  world.runs[1]?.end({ outcome: 'passed' });
  await one.until(() => one.program.state.run?.phase === 'ended');
  expect(currentPage(one.program.state)).toMatchObject({ screen: 'check', check: 'health' });
  expect(screen(one)).toMatch(/passed +answers GET \/health[\s\S]*Took 3 ms/);
});

test('where it was the last one missing, the stage is passed', async () => {
  const { world, one } = await failed();
  one.press('o');
  await one.until(() => world.runs.length === 2);
  world.last = eventsOf(http, {}).reduce(reduce, initialRun);
  world.runs[1]?.end({ outcome: 'passed' });
  await one.until(() => currentPage(one.program.state).screen === 'passed');
});

test('where no check is on the screen, o says what it needs', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('o');
  expect(screen(one)).toContain('Select a check first');
  expect(world.runs).toEqual([]);
});
