/** The map from what learners know to what they learn: m, on every screen. */
import { expect, test } from 'vitest';
import { currentPage } from '../../../src/tui/state/app-state.ts';
import { row, World } from '../fake.ts';
import { shown, visit } from '../visit.ts';

test('m opens it above any screen, and leads back to where one was', async () => {
  const one = await visit(new World());
  for (const under of ['stages', 'lesson'] as const) {
    if (under === 'lesson') one.press('l');
    expect(currentPage(one.program.state).screen).toBe(under);
    one.press('m');
    await one.until(() => /Java +Go.*int x +x := 1/s.test(shown(one.program)));
    one.press('m');
    expect(currentPage(one.program.state).screen).toBe(under);
  }
  one.end();
});

test('a course without one says so', async () => {
  const world = new World();
  world.mapText = undefined;
  const one = await visit(world);
  one.press('m');
  await one.until(() => shown(one.program).includes('This course has no map.'));
  one.end();
});

const way = row('00-way-in', 'A way in', { optional: true, about: 'New here? Start here.' });

test('a way in is offered to those who begin, and not counted', async () => {
  const world = new World();
  world.rows = [way, row('01-a', 'First'), row('02-b', 'Second')];
  const one = await visit(world);
  expect(shown(one.program)).toMatch(/0 of 2 stages passed.*00 +A way in +optional.*Next {2}New here\? Start here\./s);
  one.press('j');
  expect(shown(one.program)).toMatch(/Next {2}Begin 01 First/);
  one.end();
});

test('once another stage was begun it is not what comes next, and the course is finished without it', async () => {
  const world = new World();
  world.rows = [way, row('01-a', 'First', { state: 'started' }), row('02-b', 'Second')];
  const one = await visit(world);
  expect(shown(one.program)).toMatch(/Next {2}Continue with 01 First/);
  one.program.act({
    type: 'stages',
    notices: [],
    rows: world.rows.map((each) => ({ ...each, state: each.optional ? 'new' : 'passed' })),
  });
  expect(shown(one.program)).toMatch(/2 of 2 stages passed.*You have finished the course/s);
  one.end();
});

test('whoever has copied another stage alone is not sent to it', async () => {
  const world = new World();
  world.rows = [way, row('01-a', 'First', { folder: '/home/ada/01-a' }), row('02-b', 'Second')];
  const one = await visit(world);
  expect(shown(one.program)).toMatch(/Next {2}Begin 01 First/);
  one.end();
});
