import { expect, test } from 'vitest';
import { currentPage, nextStage } from '../../../src/tui/state/app-state.ts';
import { initialState } from '../../../src/tui/state/initial.ts';
import { failure, row, World } from '../fake.ts';
import { shown, visit } from '../visit.ts';

test.each([
  [['new', 'passed', 'started'], '02', '03'],
  [['new', 'passed', 'passed'], '02', '01'],
  [['passed', 'passed', 'passed'], '02', undefined],
  [['started', 'passed', 'in-preparation'], '01', undefined],
  [['new', 'new', 'new'], undefined, '01'],
] as const)('of %o, the next after %s is %s', (states, after, next) => {
  const world = new World();
  const rows = states.map((state, index) => row(`0${index + 1}`, 'Stage', { state }));
  expect(nextStage(initialState(world, rows, { columns: 80, rows: 24 }), after)?.id).toBe(next);
});

test('after a pass Enter leads to the next open stage behind this one', async () => {
  const world = new World();
  world.rows = ['01-a', '02-b', '03-c'].map((id) => row(id, `Title of ${id}`, { state: 'started' }));
  const one = await visit(world);
  one.press('g', 'j', 'c');
  await one.until(() => world.runs.length === 1);
  world.rows = world.rows.map((each) => (each.id === '02-b' ? { ...each, state: 'passed' } : each));
  world.runs[0]?.finish();
  await one.until(() => shown(one.program).includes('Title of 03-c: About'));
  one.press('enter');
  expect(currentPage(one.program.state)).toMatchObject({ screen: 'lesson', stage: '03-c' });
  one.end();
});

test('h on a check that has passed shows no hint of another one', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish({ health: failure });
  await one.until(() => one.program.state.run?.phase === 'ended');
  expect(currentPage(one.program.state)).toMatchObject({ screen: 'check', check: 'health' });
  one.press('right', 'h');
  expect(currentPage(one.program.state)).toMatchObject({ screen: 'check', check: 'lists' });
  expect(shown(one.program)).toContain('This check has passed: there is nothing to give a hint about.');
  one.press('left', 'h');
  await one.until(() => currentPage(one.program.state).screen === 'hints');
  expect(currentPage(one.program.state)).toMatchObject({ check: 'health' });
  one.end();
});
