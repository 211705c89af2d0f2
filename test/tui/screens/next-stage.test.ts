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

test('after the last pass Enter leads to all numbers on one page, and to what comes after the course', async () => {
  const world = new World();
  world.rows = ['01-a', '02-b'].map((id) => row(id, `Title of ${id}`, { state: 'started' }));
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.rows = world.rows.map((each) => ({ ...each, state: 'passed' as const }));
  world.runs[0]?.finish();
  await one.until(() => shown(one.program).includes('all your numbers'));
  one.press('enter');
  await one.until(() => (shown(one.program).match(/From start to the first answer +7 ms/g) ?? []).length === 2);
  expect(currentPage(one.program.state).screen).toBe('course');
  expect(shown(one.program)).toMatch(/✓ 01 +Title of 01-a[\s\S]*✓ 02 +Title of 02-b/);
  one.press('G');
  for (const what of ['Ingress', 'Metrics', 'A service of your own', 'report --markdown'])
    expect(shown(one.program)).toContain(what);
  one.end();
});

test('before the end, n shows the numbers so far', async () => {
  const world = new World();
  world.rows = [row('01-a', 'One', { state: 'passed' }), row('02-b', 'Two')];
  const one = await visit(world);
  one.press('n');
  await one.until(() => shown(one.program).includes('7 ms'));
  expect(shown(one.program)).toContain('1 of 2 stages passed so far');
  one.press('n');
  expect(currentPage(one.program.state).screen).toBe('stages');
  one.end();
});
