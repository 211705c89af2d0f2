/** The learner's program beside the UI: t. */
import { expect, test } from 'vitest';
import { currentPage } from '../../../src/tui/state/app-state.ts';
import { type HeldTrial, http, World } from '../fake.ts';
import { shown, type Visit, visit } from '../visit.ts';

const screen = ({ program }: Visit) => shown(program);

async function running(size?: { columns: number; rows: number }) {
  const world = new World();
  const one = await visit(world, size);
  one.press('l');
  await one.until(() => world.onSave !== undefined);
  one.press('t');
  await one.until(() => world.trials.length === 1);
  expect(screen(one)).toContain('Building and starting your program');
  const [trial] = world.trials as [HeldTrial];
  trial.runs();
  await one.until(() => screen(one).includes('Your program runs'));
  return { world, one, trial };
}

test('a curl stands ready, and what the program prints is shown', async () => {
  const { one, trial } = await running();
  expect(screen(one)).toContain('curl -i http://127.0.0.1:41234/health');
  expect(screen(one)).toMatch(/What it prints\n +Nothing yet/);
  trial.print('listening on \u001b[31m:41234');
  await one.until(() => screen(one).includes('listening on :41234'));
});

test('a command that is too wide goes on in the next row as a shell takes it', async () => {
  const { one, trial } = await running({ columns: 60, rows: 24 });
  expect(trial.stage).toBe(http);
  expect(screen(one)).toContain(
    ["curl -i -H 'Content-Type: application/json' \\", `  -d '{"name":"Ada"}' http://127.0.0.1:41234/api/users`].join(
      '\n',
    ),
  );
});

test('x ends it as a platform does, and what it says of its end stays readable', async () => {
  const { one, trial } = await running();
  one.press('x');
  expect(trial.stops).toBe(1);
  expect(screen(one)).toContain('It was sent SIGTERM');
  trial.print('draining');
  trial.ends('exit code 0');
  await one.until(() => screen(one).includes('It has ended: exit code 0'));
  expect(screen(one)).toContain('draining');
});

test('after a save Enter starts the new code, and ends the old first', async () => {
  const { world, one, trial } = await running();
  world.onSave?.(['main.go']);
  await one.until(() => screen(one).includes('You have saved since'));
  one.press('enter');
  await one.until(() => world.trials.length === 2);
  expect(trial.signal.aborted).toBe(true);
  expect(screen(one)).not.toContain('You have saved since');
});

test('on other screens the header says that it runs; t leads back, t again leaves it running', async () => {
  const { world, one } = await running();
  one.press('escape');
  expect(screen(one)).toMatch(/01 runs, t shows it/);
  one.press('t');
  expect(currentPage(one.program.state)).toMatchObject({ screen: 'trial', stage: http });
  one.press('t');
  expect(screen(one)).toMatch(/01 runs, t shows it/);
  expect(world.trials).toHaveLength(1);
});

test('why it does not start is told like a finding', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('t');
  await one.until(() => world.trials.length === 1);
  world.trials[0]?.fails('The program does not compile: main.go:7: x\nLook there.');
  await one.until(() => screen(one).includes('It can’t be tried yet'));
  expect(screen(one)).toMatch(/does not compile: main.go:7: x\n\s*\n +Look there/);
});

test('whoever leaves leaves nothing behind', async () => {
  const { one, trial } = await running();
  one.press('q');
  expect(await one.left).toBe(0);
  expect(trial.signal.aborted).toBe(true);
});
