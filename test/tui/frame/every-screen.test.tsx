/** Every screen as Ink draws it, from the smallest window to a large one. */
import { stripVTControlCharacters } from 'node:util';
import { renderToString } from 'ink';
import { expect, test, vi } from 'vitest';
import type { Verdict } from '../../../src/kit/index.ts';
import { widthOf } from '../../../src/tui/drawing/width.ts';
import { Frame } from '../../../src/tui/frame/frame.tsx';
import type { AppState } from '../../../src/tui/state/app-state.ts';
import { failure, fetching, http, World } from '../fake.ts';
import { visit } from '../visit.ts';

// Ink asks for the number of colours when it is loaded.
vi.hoisted(() => {
  process.env.FORCE_COLOR = '1';
});

const sizes = [
  { columns: 60, rows: 20 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
];

const draw = (state: AppState) => renderToString(<Frame state={state} />, { columns: state.size.columns });
const plain = (state: AppState) => stripVTControlCharacters(draw(state));

type Visit = Awaited<ReturnType<typeof visit>>;

/** The way to each screen. */
const ways: Record<string, (one: Visit, world: World) => Promise<void> | void> = {
  stages: () => {},
  help: (one) => one.press('?'),
  lesson: async (one) => {
    one.press('enter');
    await one.until(
      () => one.program.state.lessons[http] !== undefined && one.program.state.opened[http] !== undefined,
    );
  },
  'the fresh starter': async (one) => {
    one.press('R');
    await one.until(() => one.program.state.replacing !== undefined);
  },
  'the whole course': async (one) => {
    one.press('n');
    await one.until(() => Object.keys(one.program.state.reports).length === 2);
  },
  'a program being tried': async (one, world) => {
    one.press('t');
    await one.until(() => world.trials.length === 1);
    world.trials[0]?.runs();
    for (let line = 0; line < 300; line += 1) world.trials[0]?.print(`${'long '.repeat(60)}日本語 ${line}`);
    await one.until(() => (one.program.state.trial?.lines.length ?? 0) === 200);
  },
  'checks while they run': async (one, world) => {
    one.press('c');
    await one.until(() => world.runs.length === 1);
    world.runs[0]?.emit(
      { type: 'run:start', schema: 1, stage: http, checks: manyChecks },
      { type: 'check:start', id: 'check-1' },
    );
    for (let line = 0; line < 500; line += 1)
      world.runs[0]?.emit({
        type: 'check:log',
        id: 'check-1',
        source: 'app',
        line: `${'long '.repeat(60)}日本語 ${line}`,
      });
    await one.until(() => (one.program.state.run?.state.checks[1]?.logged ?? 0) === 500);
  },
  'checks while they run, one failed': async (one, world) => {
    one.press('c');
    await one.until(() => world.runs.length === 1);
    world.runs[0]?.emit({ type: 'run:start', schema: 1, stage: http, checks: manyChecks });
    for (const { id } of manyChecks) world.runs[0]?.emit({ type: 'check:start', id });
    world.runs[0]?.emit({ type: 'check:end', id: 'check-20', verdict: failure });
    await one.until(() => one.program.state.run?.state.checks[20]?.verdict !== undefined);
  },
  'a failed check': failed,
  'the checks after a failure': async (one, world) => {
    await failed(one, world);
    one.press('escape');
  },
  evidence: async (one, world) => {
    await failed(one, world);
    one.press('enter');
  },
  hint: async (one, world) => {
    await failed(one, world);
    one.press('h');
    await one.until(() => Object.values(one.program.state.hints)[0]?.hints.length === 1);
  },
  passed: async (one, world) => {
    one.press('c');
    await one.until(() => world.runs.length === 1);
    world.runs[0]?.finish();
    await one.until(() => one.program.state.reports[http] !== undefined);
  },
  'the question before the solution': (one) => one.press('s'),
  solution: async (one) => {
    one.press('s', 'enter');
    await one.until(() => one.program.state.solutions[http] !== undefined);
  },
  report: async (one) => {
    one.press('r');
    await one.until(() => one.program.state.reports[http] !== undefined);
  },
  doctor: async (one) => {
    one.press('d');
    await one.until(() => one.program.state.doctor?.done === true);
  },
};

async function failed(one: Visit, world: World) {
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish({ health: failure });
  await one.until(() => one.program.state.run?.phase === 'ended');
}

const manyChecks = Array.from({ length: 30 }, (_, index) => ({
  id: `check-${index}`,
  title: `does the thing number ${index} that has a rather long title with 日本語 in it, longer than a line`,
  points: 1,
  level: index > 25 ? ('stretch' as const) : ('required' as const),
}));

for (const size of sizes) {
  test.each(Object.keys(ways))(`%s fills ${size.columns}×${size.rows} exactly`, async (name) => {
    const world = new World();
    const one = await visit(world, size);
    await ways[name]?.(one, world);
    const lines = plain(one.program.state).split('\n');
    expect(lines).toHaveLength(size.rows);
    for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(size.columns);
    expect(lines.at(-1)).toContain('q quit');
  });
}

test('the first visit fits the smallest window too', async () => {
  const world = new World();
  world.folderIs = undefined;
  const one = await visit(world, { columns: 60, rows: 20 });
  expect(plain(one.program.state).split('\n')).toHaveLength(20);
  one.press('enter');
  expect(plain(one.program.state)).toContain('./go-cloud-workshop');
});

test('a window that is too small says so', async () => {
  const one = await visit(new World(), { columns: 30, rows: 8 });
  expect(plain(one.program.state)).toContain('too small');
  expect(plain(one.program.state).split('\n')).toHaveLength(8);
});

test('a long message is shown in full, over the end of the body', async () => {
  const one = await visit(new World(), { columns: 60, rows: 20 });
  const text = `A bug of ours: something went wrong (report: /home/ada/${'deep/'.repeat(14)}crash.txt)`;
  one.program.act({ type: 'message', message: { tone: 'bad', text } });
  const lines = plain(one.program.state).split('\n');
  expect(lines).toHaveLength(20);
  expect(lines.slice(-4).join('').replace(/\s+/g, '')).toContain('deep/crash.txt)');
  one.press('j');
  expect(plain(one.program.state)).not.toContain('A bug of ours');
});

test('every state is a word', async () => {
  const world = new World();
  const one = await visit(world, { columns: 120, rows: 40 });
  one.press('c');
  await one.until(() => world.runs.length === 1);
  const verdicts: Record<string, Verdict> = {
    'check-0': { status: 'passed', ms: 1, notes: ['Nice.'] },
    'check-1': failure,
    'check-2': { status: 'skipped', after: 'check-1' },
    'check-3': {
      status: 'blocked',
      needs: 'docker',
      because: 'No Docker engine answers.',
      lack: { need: 'docker', state: 'missing', what: 'No Docker engine answers.', fix: '' },
    },
    'check-4': { status: 'errored', ms: 1, error: { message: 'boom' } },
  };
  world.runs[0]?.emit(
    { type: 'run:start', schema: 1, stage: http, checks: manyChecks },
    { type: 'check:start', id: 'check-6' },
  );
  for (const [id, verdict] of Object.entries(verdicts)) world.runs[0]?.emit({ type: 'check:end', id, verdict });
  await one.until(() => one.program.state.run?.state.checks[4]?.verdict !== undefined);
  for (const word of ['passed', 'failed', 'skipped', 'blocked', 'our bug', 'running', 'waiting'])
    expect(plain(one.program.state)).toContain(word);
});

const colour = new RegExp(`${String.fromCharCode(27)}\\[(?:3[1-7]|4[1-7]|9[0-7]|10[0-7])m`);

test('NO_COLOR leaves no colour, only weight', async () => {
  process.env.NO_COLOR = '1';
  try {
    const one = await visit(new World());
    expect(draw(one.program.state)).not.toMatch(colour);
  } finally {
    delete process.env.NO_COLOR;
  }
  const two = await visit(new World());
  expect(draw(two.program.state)).toMatch(colour);
});

test('a stage in preparation says so instead of opening', async () => {
  const one = await visit(new World());
  one.press('G', 'enter');
  expect(plain(one.program.state)).toContain('Middleware is in preparation');
  one.press('k');
  expect(plain(one.program.state)).toContain('Begin 02 Parallel fetch');
  one.press('enter');
  await one.until(() => one.program.state.opened[fetching] !== undefined);
});

test('the smallest window cuts no sentence and no file name', async () => {
  const world = new World();
  const one = await visit(world, { columns: 60, rows: 20 });
  await failed(one, world);
  one.press('h');
  await one.until(() => Object.values(one.program.state.hints)[0]?.hints.length === 1);
  one.press('h');
  await one.until(() => Object.values(one.program.state.hints)[0]?.hints.length === 2);
  expect(plain(one.program.state).replace(/\s+/g, ' ')).toContain('shows the reference answer beside your code.');
  one.press('escape', 'escape');
  expect(plain(one.program.state)).toContain('2 of 3 checks passed in 1.2 s');
  one.press('s', 'enter');
  await one.until(() => one.program.state.solutions[http] !== undefined);
  expect(plain(one.program.state)).toMatch(/\w\.go +(?:- yours|the same|only)/);
});
