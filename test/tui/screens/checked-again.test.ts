/** A program that is checked again: what was known before, and what is new. */
import { expect, test } from 'vitest';
import type { Verdict } from '../../../src/kit/index.ts';
import { currentPage } from '../../../src/tui/state/app-state.ts';
import { eventsOf, failure, http, World } from '../fake.ts';
import { shown, visit } from '../visit.ts';

const screen = ({ program }: Awaited<ReturnType<typeof visit>>) => shown(program);

test('a save checks again; a newer save cancels the older run and waits for its end', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('enter');
  await one.until(() => one.program.state.watch.watching !== undefined);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 1);
  world.onSave?.(['main.go']);
  expect(world.runs[0]?.signal.aborted).toBe(true);
  expect(world.runs).toHaveLength(1);
  world.runs[0]?.end({ outcome: 'cancelled' });
  await one.until(() => world.runs.length === 2);
  world.runs[1]?.finish({ lists: failure });
  await one.until(() => one.program.state.message?.text.includes('2 of 3 checks passed') === true);
  expect(currentPage(one.program.state).screen).toBe('lesson');
  one.press('w');
  expect(world.onSave).toBeUndefined();
});

test('while a passed stage is checked again, the pass shows the last finished run', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('enter', 'c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish();
  await one.until(() => currentPage(one.program.state).screen === 'passed');
  expect(screen(one)).toContain('3 checks passed, 30 of 30 points');
  await one.until(() => world.onSave !== undefined);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 2);
  world.runs[1]?.emit(...eventsOf(http, {}).slice(0, 3));
  await one.until(() => one.program.state.run?.state.checks[0]?.verdict !== undefined);
  expect(screen(one)).toContain('3 checks passed, 30 of 30 points  Checking again …');
  world.runs[1]?.finish({ health: failure });
  await one.until(() => currentPage(one.program.state).screen === 'checks');
  expect(screen(one)).toContain('2 of 3 checks passed');
});

test('evidence of the last check says so until the new verdict is there, and then is the new one', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('enter', 'c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish({ health: failure });
  await one.until(() => currentPage(one.program.state).screen === 'check');
  one.press('enter');
  expect(screen(one)).toContain('Content-Type: text/plain');
  expect(screen(one)).not.toContain('last check');
  await one.until(() => world.onSave !== undefined);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 2);
  expect(screen(one)).toContain('From the last check; checking again …');
  one.press('escape');
  expect(screen(one)).toContain('From the last check; checking again …');
  one.press('enter');
  world.runs[1]?.emit(...eventsOf(http, { health: changed }).slice(0, 5));
  await one.until(() => screen(one).includes('text/html'));
  expect(screen(one)).not.toContain('last check');
  world.runs[1]?.end({ outcome: 'cancelled' });
  await one.until(() => screen(one).includes('From the last check. '));
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 3);
  world.runs[2]?.finish();
  await one.until(() => screen(one).includes('It passes now'));
  one.press('escape');
  expect(screen(one)).toMatch(/passed +answers GET/);
});

const changed: Verdict = {
  status: 'failed',
  ms: 12,
  finding: {
    summary: 'GET /health answers with HTML, not with JSON.',
    evidence: [{ kind: 'http', title: 'GET /health', text: 'Content-Type: text/html\n' }],
  },
};

test('a check that still fails stays open, and an earlier one that fails now is named', async () => {
  const world = new World();
  const one = await visit(world);
  one.press('enter', 'c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish({ lists: failure });
  await one.until(() => currentPage(one.program.state).screen === 'check');
  expect(screen(one)).toContain('Check 3 of 3');
  await one.until(() => world.onSave !== undefined);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 2);
  world.runs[1]?.finish({ health: failure, lists: failure });
  await one.until(() => screen(one).includes('Look first at: answers GET /health'));
  expect(screen(one)).toContain('Check 3 of 3');
});

test('an opened hint points at the line where the new run finds it', async () => {
  const at = (line: number): Verdict => ({
    ...changed,
    finding: {
      summary: 'No answer.',
      hint: 'Look for the lock.',
      evidence: [{ kind: 'code', title: 'the lock', text: `>    ${line}  mu.Lock()`, at: { file: 'main.go', line } }],
    },
  });
  const world = new World();
  world.hint = async (_stage, _check, tier) => ({
    tier,
    title: 'A nudge',
    markdown: 'x',
    at: { file: 'main.go', line: 7 },
  });
  const one = await visit(world);
  one.press('enter', 'c');
  await one.until(() => world.runs.length === 1);
  world.runs[0]?.finish({ health: at(7) });
  await one.until(() => currentPage(one.program.state).screen === 'check');
  one.press('h');
  await one.until(() => screen(one).includes('Look at main.go:7'));
  await one.until(() => world.onSave !== undefined);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 2);
  world.runs[1]?.finish({ health: at(9) });
  await one.until(() => screen(one).includes('Look at main.go:9'));
  expect(screen(one)).not.toContain('main.go:7');
});
