/** The fresh starter, and back: both ask first. */
import { expect, test } from 'vitest';
import { currentPage } from '../../../src/tui/state/app-state.ts';
import { http, World } from '../fake.ts';
import { shown, type Visit, visit } from '../visit.ts';

const screen = ({ program }: Visit) => shown(program);

test('a reset names the files and waits for Enter; escape changes nothing', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('R');
  await one.until(() => screen(one).includes('store.go'));
  expect(screen(one)).toMatch(/Begin 01 HTTP server again\?[\s\S]*takes the place of 2 files/);
  one.press('escape');
  expect(world.replaced).toEqual([]);
  one.press('R', 'enter');
  await one.until(() => screen(one).includes('It is the fresh starter again.'));
  expect(world.replaced).toEqual([`reset ${http}`]);
  expect(currentPage(one.program.state).screen).toBe('stages');
});

test('where nothing was changed there is nothing to replace', async () => {
  const world = new World();
  world.changed = [];
  const one = await visit(world);
  one.press('R');
  await one.until(() => screen(one).includes('already is the fresh starter'));
  one.press('enter');
  expect(world.replaced).toEqual([]);
  expect(currentPage(one.program.state).screen).toBe('stages');
});

test('an undo says of what, also where that is another stage', async () => {
  const world = new World();
  world.undone = { what: 'reset', stage: '02-parallel-fetch', at: '2026-11-30T06:15:00Z', files: ['main.go'] };
  const one = await visit(world);
  one.press('u');
  await one.until(() => screen(one).includes('Undo the reset of 02 Parallel fetch?'));
  one.press('enter');
  await one.until(() => screen(one).includes('As before: main.go.'));
  expect(world.replaced).toEqual(['undo']);
});

test('without anything to undo it says so', async () => {
  const one = await visit(new World());
  one.press('u');
  await one.until(() => screen(one).includes('There is nothing to undo'));
});

test('what the disk refuses is told', async () => {
  const world = new World();
  world.problem = 'main.go can’t be written.';
  const one = await visit(world);
  one.press('R');
  await one.until(() => screen(one).includes('store.go'));
  one.press('enter');
  await one.until(() => screen(one).includes('can’t be written'));
});
