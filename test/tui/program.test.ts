/** The UI's behaviour without Ink: keys go in, the state and what is asked of the world come out. */
import { expect, test } from 'vitest';
import type { Verdict } from '../../src/kit/index.ts';
import { currentPage } from '../../src/tui/state/app-state.ts';
import { eventsOf, failure, fetching, http, World } from './fake.ts';
import { shown, visit } from './visit.ts';

const screen = ({ program }: Awaited<ReturnType<typeof visit>>) => shown(program);

test('the first visit asks where the folder should go, then shows the stages', async () => {
  const world = new World();
  world.folderIs = undefined;
  const one = await visit(world);
  expect(screen(one)).toContain('From an empty main.go');
  one.press('enter');
  expect(screen(one)).toContain('./go-cloud-workshop');
  one.press('ctrl-u', '~', '/', 'q');
  expect(screen(one)).toContain('~/q');
  world.problem = 'That folder cannot be written.';
  one.press('enter');
  await one.until(() => screen(one).includes('cannot be written'));
  world.problem = undefined;
  one.press('enter');
  await one.until(() => currentPage(one.program.state).screen === 'stages');
  expect(world.folderIs).toBe('~/q');
});

test('a folder that cannot be created is told even to a learner who went back meanwhile', async () => {
  const world = new World();
  world.folderIs = undefined;
  world.problem = 'That folder cannot be written.';
  const one = await visit(world);
  one.press('enter', 'enter', 'escape');
  expect(currentPage(one.program.state).screen).toBe('welcome');
  await one.until(() => screen(one).includes('cannot be written'));
});

test('a key that acts on a stage says what comes first while there is no folder', async () => {
  const world = new World();
  world.folderIs = undefined;
  const one = await visit(world);
  one.press('c');
  expect(screen(one)).toContain('First choose where your code should live');
  expect(world.runs).toEqual([]);
});

test('a run is shown live, its first failure opened, its hints shown one by one', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  expect(screen(one)).toContain('Checking');
  world.runs[0]?.emit(...eventsOf(http, {}).slice(0, 3));
  await one.until(() => /passed {2,}?compiles/.test(screen(one)));
  expect(screen(one)).toContain('waiting');
  world.runs[0]?.finish({ health: failure });
  await one.until(() => currentPage(one.program.state).screen === 'check');
  expect(screen(one)).toMatch(/failed.*answers GET \/health/);
  expect(screen(one)).toMatch(/Expected +Content-Type application\/json/);
  expect(screen(one)).toMatch(/Where +main.go:13/);
  one.press('h');
  await one.until(() => screen(one).includes('tier 1'));
  one.press('h');
  await one.until(() => screen(one).includes('tier 3'));
  expect(screen(one)).toContain('That is all we have');
  one.press('escape', 'enter');
  expect(screen(one)).toContain('Content-Type: text/plain');
  one.press('.');
  expect(screen(one)).toContain('ok··');
  one.press('escape', 'e');
  await one.until(() => world.edits.length === 1);
  expect(world.edits[0]).toMatchObject({ stage: http, file: 'main.go', line: 13 });
});

test('a pass says what was learned and leads on', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.rows = world.rows.map((row) => (row.id === http ? { ...row, state: 'passed' as const } : row));
  world.runs[0]?.finish();
  await one.until(() => screen(one).includes('Your server was ready after 7 ms.'));
  expect(screen(one)).toContain('Stage passed: HTTP server');
  one.press('enter');
  expect(currentPage(one.program.state)).toMatchObject({ screen: 'lesson', stage: fetching });
  one.press('escape');
  expect(currentPage(one.program.state).screen).toBe('stages');
});

test('leaving in the middle of a check cancels it first', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  let gone = false;
  one.left.then(() => {
    gone = true;
  });
  one.press('ctrl-c');
  expect(world.runs[0]?.signal.aborted).toBe(true);
  expect(screen(one)).toContain('Stopping');
  expect(gone).toBe(false);
  world.runs[0]?.end({ outcome: 'cancelled' });
  expect(await one.left).toBe(130);
});

test('x stops the checks and stays', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  one.press('x');
  world.runs[0]?.end({ outcome: 'cancelled' });
  await one.until(() => one.program.state.run?.phase === 'ended');
  expect(screen(one)).toContain('stopped');
});

test('what keeps the checks from starting is shown instead of them', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.end({ problem: 'There is no go.mod in this folder. Put it back with: reset.' });
  await one.until(() => screen(one).includes('There is no go.mod'));
});

test('a service that throws is our bug: announced, reported, survived', async () => {
  const world = new World();
  world.lesson = async () => {
    throw new Error('no such lesson');
  };
  const one = await visit(world);
  one.press('enter');
  await one.until(() => world.crashes.length === 1);
  expect(screen(one)).toContain('A bug of ours: no such lesson (report: /home/ada/crash.txt)');
  one.press('escape');
  expect(currentPage(one.program.state).screen).toBe('stages');
});

test('the position in a lesson is remembered', async () => {
  const world = new World();
  world.lessonText = Array.from({ length: 200 }, (_, index) => `Paragraph ${index}.\n`).join('\n');
  const one = await visit(world);
  one.press('enter');
  await one.until(() => screen(one).includes('Paragraph 0.'));
  one.press('space', 'space', 'space');
  const before = screen(one);
  expect(before).not.toContain('Paragraph 0.');
  await one.effects.ended();
  const two = await visit(world);
  two.press('enter');
  await two.until(() => two.program.state.lessons[http] !== undefined);
  const body = (text: string) => text.split('\n').slice(1);
  expect(body(screen(two))).toEqual(body(before));
});

test('left and right go from section to section of a lesson', async () => {
  const world = new World();
  const section = (name: string) => `## ${name}\n\n${'A paragraph.\n\n'.repeat(30)}`;
  world.lessonText = `# Title\n\n${section('One')}${section('Two')}${section('Three')}`;
  const one = await visit(world);
  one.press('enter');
  await one.until(() => screen(one).includes('One'));
  const firstRow = () => screen(one).split('\n')[2]?.trim();
  one.press('right');
  expect(firstRow()).toBe('One');
  one.press('right', 'right');
  expect(firstRow()).toBe('Three');
  one.press('left');
  expect(firstRow()).toBe('Two');
  one.press('right', 'right', 'right', 'left', 'left', 'left', 'left', 'left');
  expect(firstRow()).toBe('Title');
});

test('the solution is shown only after a question while the stage is unfinished', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('s');
  expect(screen(one)).toContain('Look at the reference answer?');
  one.press('enter');
  await one.until(() => screen(one).includes('- yours'));
  expect(screen(one)).toMatch(/- b ?\n/);
  one.press('.');
  expect(screen(one)).toContain('- b·');
});

test('report, doctor and help each open and lead back', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('r');
  await one.until(() => screen(one).includes('From start to the first answer'));
  one.press('d');
  await one.until(() => screen(one).includes('Start Docker.'));
  one.press('?');
  expect(screen(one)).toContain('Keys, the same on every screen');
  one.press('escape', 'escape', 'escape');
  expect(currentPage(one.program.state).screen).toBe('stages');
});

test('ten thousand lines between two frames are one change', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.emit(...eventsOf(http, {}).slice(0, 2));
  await one.until(() => one.program.state.run?.state.checks.length === 3);
  let changes = 0;
  one.program.subscribe(() => {
    changes += 1;
  });
  for (let line = 0; line < 10_000; line += 1)
    world.runs[0]?.emit({ type: 'check:log', id: 'compiles', source: 'app', line: `line ${line}` });
  await one.until(() => one.program.state.run?.state.checks[0]?.logged === 10_000);
  expect(changes).toBeLessThan(5);
});

test('h pressed while the next hint is looked up shows no hint twice', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish({ health: failure });
  await one.until(() => currentPage(one.program.state).screen === 'check');
  one.press('h');
  await one.until(() => screen(one).includes('tier 1'));
  // Tier 2 has nothing to say; between its answer and that of tier 3 every key comes too early.
  let pressed = false;
  const stop = one.program.subscribe(() => {
    if (pressed || Object.values(one.program.state.hints)[0]?.next !== 3) return;
    pressed = true;
    one.press('h');
  });
  one.press('h');
  await one.until(() => screen(one).includes('tier 3'));
  stop();
  expect(pressed).toBe(true);
  expect(one.program.state.hints[`${http}/health`]?.hints.map((hint) => hint.title)).toEqual(['Hint 1', 'Hint 3']);
  one.press('h');
  expect(screen(one).match(/reference answer/g)).toHaveLength(1);
  one.press('escape');
  expect(screen(one)).toContain('shows the 2 hints again');
  expect(screen(one)).not.toContain('can tell more');
});

test('the line that a finding points at is shown whole', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish({ health: longLine });
  await one.until(() => currentPage(one.program.state).screen === 'check');
  expect(screen(one)).toMatch(/> +13 +stopping, [^>]*signal\.NotifyContext[^>]*os\.Interrupt,\s+syscall\.SIGTERM\)/);
});

const longLine: Verdict = {
  status: 'failed',
  ms: 12,
  finding: {
    summary: 'It ends at once.',
    evidence: [
      {
        kind: 'code',
        title: 'main.go',
        text: '    12  func main() {\n>   13  \tstopping, restore := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)\n    14  }\n',
        at: { file: 'main.go', line: 13 },
      },
    ],
  },
};
