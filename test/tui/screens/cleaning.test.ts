/** The verdict comes first; what the checks started is removed behind it. */
import { expect, test } from 'vitest';
import { currentPage } from '../../../src/tui/state/app-state.ts';
import { eventsOf, failure, http, World } from '../fake.ts';
import { shown, type Visit, visit } from '../visit.ts';

const screen = ({ program }: Visit) => shown(program);

/** A run that has failed, while its clean-up is still held. */
async function cleaning() {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  const gone = Promise.withResolvers<void>();
  world.runs[0]?.emit(...eventsOf(http, { health: failure }));
  world.runs[0]?.end({ outcome: 'failed', cleaned: gone.promise });
  await one.until(() => currentPage(one.program.state).screen === 'check' && world.onSave !== undefined);
  return { world, one, gone };
}

test('the problem is open while the clean-up goes on, and the header says that it does', async () => {
  const { one, gone } = await cleaning();
  expect(screen(one)).toMatch(/cleaning up[^\n]*\n[^\n]*\n[^\n]*failed +answers GET \/health/);
  gone.resolve();
  await one.until(() => !screen(one).includes('cleaning up'));
  expect(screen(one)).toMatch(/failed +answers GET \/health/);
});

test('a save meanwhile is told to wait, and checked once everything is gone', async () => {
  const { world, one, gone } = await cleaning();
  one.press('escape');
  world.onSave?.(['main.go']);
  await one.until(() => screen(one).includes('Saved: removing what the last run started'));
  expect(world.runs).toHaveLength(1);
  gone.resolve();
  await one.until(() => world.runs.length === 2);
  expect(screen(one)).toContain('Saved: checking');
});

test('whoever leaves waits for it too', async () => {
  const { one, gone } = await cleaning();
  let code: number | undefined;
  const left = one.left.then((given) => {
    code = given;
  });
  one.press('q');
  await one.until(() => screen(one).includes('Stopping what was started, then leaving'));
  expect(code).toBeUndefined();
  gone.resolve();
  await left;
  expect(code).toBe(0);
});

test('a save while the checks run says that the run of the old code is stopped', async () => {
  const { world, one, gone } = await cleaning();
  gone.resolve();
  one.press('c');
  await one.until(() => world.runs.length === 2);
  world.runs[1]?.emit(...eventsOf(http, {}).slice(0, 3));
  world.onSave?.(['main.go']);
  await one.until(() => screen(one).includes('Saved: stopping the run of the old code'));
  expect(world.runs[1]?.signal.aborted).toBe(true);
  expect(world.runs).toHaveLength(2);
  world.runs[1]?.end({ outcome: 'cancelled' });
  await one.until(() => world.runs.length === 3);
  expect(screen(one)).toContain('Saved: checking');
});

test('x takes back what a save has asked for', async () => {
  const { world, one, gone } = await cleaning();
  gone.resolve();
  one.press('c');
  await one.until(() => world.runs.length === 2);
  world.onSave?.(['main.go']);
  await one.until(() => screen(one).includes('Saved: stopping'));
  one.press('x');
  expect(screen(one)).toMatch(/Stopping +what was started/);
  world.runs[1]?.end({ outcome: 'cancelled' });
  await one.until(() => screen(one).includes('The checks were stopped'));
  expect(world.runs).toHaveLength(2);
});
