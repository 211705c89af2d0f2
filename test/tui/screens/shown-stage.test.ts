/** Saves are watched in the stage on the screen, and what is said about another one carries its name. */
import { expect, test } from 'vitest';
import { fetching, http, row, World } from '../fake.ts';
import { shown, type Visit, visit } from '../visit.ts';

async function lesson(one: Visit, stage: string) {
  one.press('enter');
  await one.until(() => one.program.state.watch.watching?.stage === stage);
}

/** 01's lesson, back, 02's lesson, back. */
async function readBoth(world: World, columns = 80) {
  world.rows = [row(http, 'HTTP server', { state: 'started' }), row(fetching, 'Parallel fetch', { state: 'started' })];
  const one = await visit(world, { columns, rows: 24 });
  one.press('g');
  await lesson(one, http);
  one.press('escape', 'G');
  await lesson(one, fetching);
  return one;
}

test('the results of another stage: its saves are watched from then on', async () => {
  const world = new World();
  const one = await readBoth(world);
  expect(shown(one.program)).toContain('watching saves in 02');
  one.press('escape', 'g', 'v');
  await one.until(() => world.watched === http && one.program.state.watch.watching?.stage === http);
  expect(shown(one.program)).toMatch(/HTTP server › Checks +watching saves in 01/);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 1);
  expect(world.runs[0]?.stage).toBe(http);
  one.end();
});

test('so are those of a stage that this visit has not opened yet', async () => {
  const world = new World();
  world.rows = [row(http, 'HTTP server', { state: 'passed' }), row(fetching, 'Parallel fetch')];
  const one = await visit(world, { columns: 60, rows: 24 });
  one.press('g', 'v');
  await one.until(() => world.watched === http);
  await one.until(() => shown(one.program).includes('watching 01'));
  one.end();
});

test('a stage that was never begun is not created by a look at its results', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('G', 'k', 'v');
  expect(shown(one.program)).toContain('Nothing has been checked here yet');
  expect(one.program.state.opened).toEqual({});
  one.end();
});

test('a run that goes on in another stage is told with its name', async () => {
  const world = new World();
  const one = await readBoth(world);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 1);
  one.press('escape', 'g', 'v');
  world.runs[0]?.emit({
    type: 'run:start',
    schema: 1,
    stage: fetching,
    checks: [{ id: 'compiles', title: 'compiles', points: 1, level: 'required' }],
  });
  await one.until(() => shown(one.program).includes('checking 02: 0 of 1'));
  world.runs[0]?.finish();
  await one.until(() => one.program.state.run?.phase === 'ended');
  expect(shown(one.program)).toContain('02 Parallel fetch: Stage passed: 3 of 3 checks.');
  expect(shown(one.program)).not.toContain('v shows');
  one.end();
});
