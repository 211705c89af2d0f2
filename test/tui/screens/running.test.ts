/** The checks screen while several checks run side by side. */
import { describe, expect, test } from 'vitest';
import type { Progress, RunEvent } from '../../../src/kit/index.ts';
import { selectedCheck } from '../../../src/tui/screens/checks/selected.ts';
import { currentPage } from '../../../src/tui/state/app-state.ts';
import { checks, failure, http, passed, World } from '../fake.ts';
import { shown, type Visit, visit } from '../visit.ts';

const begun: RunEvent[] = [
  { type: 'run:start', schema: 1, stage: http, checks },
  ...checks.map(({ id }): RunEvent => ({ type: 'check:start', id })),
];
const ends = (id: string, verdict = passed): RunEvent => ({ type: 'check:end', id, verdict });
const selected = ({ program }: Visit) => selectedCheck(program.state, http)?.id;

/** All three checks run; none has a verdict yet. */
async function running(size?: { columns: number; rows: number }) {
  const world = new World();
  const one = await visit(world, size);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.emit(...begun);
  await one.until(() => one.program.state.run?.state.checks[2]?.state === 'running');
  const tell = async (...events: RunEvent[]) => {
    const count = () => one.program.state.run?.state.checks.filter((check) => check.verdict).length ?? 0;
    const before = count();
    world.runs.at(-1)?.emit(...events);
    await one.until(() => count() > before);
  };
  return { world, one, tell };
}

describe('in a narrow window', () => {
  test('the first failure is told below the list as soon as it is known, while the others run', async () => {
    const { world, one, tell } = await running();
    expect(selected(one)).toBe('compiles');
    await tell(ends('lists', failure));
    expect(selected(one)).toBe('lists');
    expect(shown(one.program)).toMatch(/Checking +1 of 3 done, 1 failed/);
    expect(shown(one.program)).toContain('✗ GET /health answers with text, not with JSON.');
    expect(shown(one.program).match(/● running/g)).toHaveLength(2);
    world.runs[0]?.finish({ lists: failure });
    await one.until(() => currentPage(one.program.state).screen === 'check');
  });

  test('where the window is too short for that, right below the failed check', async () => {
    const { one, world, tell } = await running({ columns: 60, rows: 20 });
    const many = Array.from({ length: 14 }, (_, index) => ({ ...checks[0], id: `c${index}` })) as typeof checks;
    world.runs[0]?.emit({ type: 'run:start', schema: 1, stage: http, checks: many });
    await one.until(() => one.program.state.run?.state.checks.length === 14);
    await tell(ends('c3', failure));
    expect(shown(one.program)).toMatch(/❯ ✗ failed [^\n]*\n +✗ GET \/health answers with text/);
  });

  test('an earlier check that fails later comes first', async () => {
    const { one, tell } = await running();
    await tell(ends('lists', failure));
    await tell(ends('health', failure));
    expect(selected(one)).toBe('health');
  });

  test('the output shown is that of one check, however many print', async () => {
    const { one, world } = await running();
    for (const { id } of checks) world.runs[0]?.emit({ type: 'check:log', id, source: 'app', line: `from ${id}` });
    await one.until(() => one.program.state.run?.state.checks[2]?.logged === 1);
    expect(shown(one.program).match(/from \w+/g)).toEqual(['from compiles']);
    one.press('j');
    expect(shown(one.program).match(/from \w+/g)).toEqual(['from health']);
  });
});

describe.each([
  ['below the list', { columns: 80, rows: 24 }],
  ['beside it', { columns: 120, rows: 40 }],
])('what changes while a check runs, %s', (_, size) => {
  test('is shown live: pods, requests, the dependency', async () => {
    const { one, world } = await running(size);
    const told = async (progress: Progress, words: RegExp) => {
      world.runs[0]?.emit({ type: 'check:progress', id: 'compiles', progress });
      await one.until(() => words.test(shown(one.program)));
    };
    await told(
      { kind: 'pods', wanted: 2, ready: 1, starting: 1, ending: 2 },
      /pods +●●●● +1 of 2 ready, 1 not ready, 2 ending/,
    );
    await told({ kind: 'requests', sent: 1204, lost: 0 }, /requests +1,204 sent, 0 lost/);
    await told({ kind: 'requests', sent: 1300, lost: 2 }, /requests +1,300 sent, 2 lost/);
    await told({ kind: 'dependency', name: 'db', up: false }, /db +away/);
    await told({ kind: 'dependency', name: 'db', up: true }, /db +back/);
    expect(shown(one.program)).not.toMatch(/1,204|away/);
    world.runs[0]?.emit(ends('compiles'));
    await one.until(() => !shown(one.program).includes('1,300'));
  });
});

test('beside the list the finding itself is shown as soon as it is known', async () => {
  const { one, tell } = await running({ columns: 120, rows: 40 });
  await tell(ends('health', failure));
  expect(shown(one.program)).toMatch(/Expected +Content-Type application\/json/);
});

describe('a learner who has moved', () => {
  test('keeps the selection while the checks run; at the end it goes to the first problem', async () => {
    const { one, world, tell } = await running();
    one.press('j', 'j');
    await tell(ends('health', failure));
    expect(selected(one)).toBe('lists');
    world.runs[0]?.finish({ health: failure });
    await one.until(() => one.program.state.run?.phase === 'ended');
    expect(selected(one)).toBe('health');
    expect(currentPage(one.program.state).screen).toBe('checks');
  });

  test('to a check that fails stays there, and is told which to look at first', async () => {
    const { one, world } = await running({ columns: 120, rows: 40 });
    one.press('j', 'j');
    world.runs[0]?.finish({ health: failure, lists: failure });
    await one.until(() => one.program.state.run?.phase === 'ended');
    expect(selected(one)).toBe('lists');
    expect(shown(one.program)).toContain('Look first at: answers GET /health');
  });
});

test('checked again, what failed the last time is waited for, unless another failure is known', async () => {
  const { one, world, tell } = await running({ columns: 120, rows: 40 });
  world.runs[0]?.finish({ health: failure });
  await one.until(() => world.onSave !== undefined && one.program.state.run?.phase === 'ended');
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 2);
  world.runs[1]?.emit(...begun);
  await one.until(() => one.program.state.run?.state.checks[0]?.state === 'running');
  expect(selected(one)).toBe('health');
  expect(shown(one.program)).toMatch(/From the last check; checking again ….*Expected/s);
  await tell(ends('lists', failure));
  expect(selected(one)).toBe('lists');
  expect(shown(one.program)).not.toContain('From the last check');
});

test('an open check that passes now makes way for the next failure, while the others run', async () => {
  const { one, world, tell } = await running();
  world.runs[0]?.finish({ compiles: failure });
  await one.until(() => currentPage(one.program.state).screen === 'check' && world.onSave !== undefined);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 2);
  world.runs[1]?.emit(...begun);
  await tell(ends('lists', failure));
  expect(currentPage(one.program.state)).toMatchObject({ check: 'compiles' });
  await tell(ends('compiles'));
  expect(currentPage(one.program.state)).toMatchObject({ screen: 'check', check: 'lists' });
  await tell(ends('health', failure));
  expect(currentPage(one.program.state)).toMatchObject({ check: 'lists' });
  world.runs[1]?.end({ outcome: 'failed' });
  await one.until(() => shown(one.program).includes('Look first at: answers GET /health'));
});

test('checks that were stopped are said to be, where the results of an earlier run are shown again', async () => {
  const { one, world } = await running();
  world.runs[0]?.finish({ health: failure });
  await one.until(() => currentPage(one.program.state).screen === 'check');
  one.press('c');
  await one.until(() => world.runs.length === 2);
  one.press('x');
  world.runs[1]?.end({ outcome: 'cancelled' });
  await one.until(() => shown(one.program).includes('The checks were stopped.'));
  expect(shown(one.program)).toContain('2 of 3 checks passed');
});

test('a run that cannot start is told on the screen of a check too', async () => {
  const { one, world } = await running();
  world.runs[0]?.finish({ health: failure });
  await one.until(() => currentPage(one.program.state).screen === 'check' && world.onSave !== undefined);
  world.onSave?.(['go.mod']);
  await one.until(() => world.runs.length === 2);
  world.runs[1]?.end({ problem: 'There is no go.mod in this folder.' });
  await one.until(() => shown(one.program).includes('There is no go.mod'));
});
