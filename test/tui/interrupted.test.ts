/** Interrupted work and finished work: neither is lost. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listStages, loadStage, type StageEntry } from '../../src/course/course.ts';
import { initialRun, reduce } from '../../src/engine/reduce.ts';
import { eventually, type RunEvent } from '../../src/kit/index.ts';
import { currentPage } from '../../src/tui/state/app-state.ts';
import { appDirsOf } from '../../src/workspace/app-dirs.ts';
import { afterRun, changeStage } from '../../src/workspace/progress.ts';
import { keepRun } from '../../src/workspace/runs.ts';
import { openWorkshop } from '../../src/workspace/workshop.ts';
import { root } from '../built.ts';
import { row, World } from './fake.ts';
import { type Home, leftOver, newHome, open, started, workOf } from './terminal.ts';
import { shown, visit } from './visit.ts';

const course = listStages({
  exercises: path.join(root, 'exercises'),
  solutions: path.join(root, 'solutions'),
  checks: path.join(root, 'checks'),
});
const stages = course.filter(({ optional }) => !optional);
const [first] = stages as [StageEntry, ...StageEntry[]];
const last = stages.at(-1) as StageEntry;

/** What a run keeps in which every check passed. */
async function pass(home: Home, entry: StageEntry): Promise<void> {
  const appDirs = appDirsOf(home.env);
  const workshop = openWorkshop(path.join(home.folder, 'go-cloud-workshop'));
  const { checks } = await loadStage(entry);
  const infos = checks.map(({ id, title, points = 1, level = 'required' }) => ({ id, title, points, level }));
  const events: RunEvent[] = [
    { type: 'run:start', schema: 1, stage: entry.id, checks: infos },
    ...infos.map(({ id }): RunEvent => ({ type: 'check:end', id, verdict: { status: 'passed', ms: 1, notes: [] } })),
    { type: 'run:end', outcome: 'passed', ms: 1 },
  ];
  const run = events.reduce(reduce, initialRun);
  keepRun(appDirs, workshop, entry.slug, run);
  await changeStage(appDirs, workshop, entry.slug, (stage) => afterRun(stage, run, 'seeded', new Date()));
}

/** What runs have left in the home's temp folder. */
function runFolders(home: Home): string[] {
  const folder = path.join(home.folder, `go-cloud-workshop-${userInfo().uid}`);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('run-')) : [];
}

/** A program that says who it is, and would run forever. */
const endless = (told: string) => `package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	os.WriteFile(${JSON.stringify(told)}, []byte(fmt.Sprint(os.Getpid())), 0o644)
	for {
		time.Sleep(time.Hour)
	}
}
`;

test.skipIf(process.platform !== 'linux')(
  'after a SIGKILL in the middle of a check the next start clears up, and no progress is lost',
  async () => {
    const home = newHome();
    started(home, first.id);
    const second = stages[1] as StageEntry;
    started(home, second.id);
    await pass(home, first);
    const told = path.join(home.folder, 'told');
    const work = workOf(home, second.id);
    for (const name of readdirSync(work)) if (name.endsWith('.go')) rmSync(path.join(work, name));
    writeFileSync(path.join(work, 'main.go'), endless(told));
    const screen = open(home);
    await screen.shows(new RegExp(`1 of ${stages.length} stages passed.*(Continue with|Begin) 02`, 's'));
    screen.press('c');
    const pid = await eventually(100_000, () => (existsSync(told) && Number(readFileSync(told, 'utf8'))) || undefined);
    expect(pid, screen.text()).toBeGreaterThan(0);
    // So that leftOver below would find it.
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain(home.folder);
    process.kill(screen.pid, 'SIGKILL');
    await screen.ended();
    expect(runFolders(home)).not.toEqual([]);

    const again = open(home);
    await again.shows(new RegExp(`1 of ${stages.length} stages passed.*✓ passed.*started`, 's'));
    expect(again.text()).not.toContain('another window');
    expect(await eventually(60_000, () => (runFolders(home).length === 0 ? true : undefined))).toBe(true);
    expect(await leftOver(home)).toEqual([]);
    again.press('q');
    expect(await again.ended()).toBe(0);
  },
  600_000,
);

test('passing the last stage says that the course is finished, and where its numbers are', async () => {
  const world = new World();
  world.rows = stages.map(({ id, slug }) => row(id, slug, { state: id === last.id ? 'started' : 'passed' }));
  const one = await visit(world, { columns: 80, rows: 40 });
  one.press('c');
  await one.until(() => world.runs.length === 1);
  expect(world.runs[0]?.stage).toBe(last.id);
  world.rows = stages.map(({ id, slug }) => row(id, slug, { state: 'passed' }));
  world.runs[0]?.finish();
  await one.until(() => shown(one.program).includes('ready after 7 ms'));
  expect(shown(one.program)).toMatch(
    new RegExp(`You have finished the course\\..*All ${stages.length} stages are passed`, 's'),
  );
  expect(shown(one.program)).toContain('Enter shows all your numbers on one page');
  expect(shown(one.program)).not.toMatch(/Next {2}/);
  one.press('enter');
  expect(currentPage(one.program.state).screen).toBe('course');
  one.press('enter');
  expect(currentPage(one.program.state).screen).toBe('stages');
  one.end();
});

test('a last stage that passes while its lesson is being read is announced there', async () => {
  const world = new World();
  world.rows = stages.map(({ id, slug }) => row(id, slug, { state: id === last.id ? 'started' : 'passed' }));
  const one = await visit(world);
  one.press('enter');
  await one.until(() => world.onSave !== undefined);
  world.onSave?.(['main.go']);
  await one.until(() => world.runs.length === 1);
  world.rows = stages.map(({ id, slug }) => row(id, slug, { state: 'passed' }));
  world.runs[0]?.finish();
  await one.until(() => shown(one.program).includes('You have finished the course. v shows'));
  expect(currentPage(one.program.state).screen).toBe('lesson');
  one.end();
});

test('a finished course is remembered by the next visit, and what the last pass said', async () => {
  const home = newHome();
  started(home, last.id);
  for (const entry of stages) await pass(home, entry);
  const screen = open(home);
  const count = stages.length;
  await screen.shows(
    new RegExp(`${count} of ${count} stages passed.*You have finished the course\\..*all your numbers`, 's'),
  );
  screen.press('G');
  await screen.shows(new RegExp(`❯ ${last.id.slice(0, 2)}`));
  screen.press('v');
  await screen.shows(/✓ Stage passed: .*What you have now.*You have finished the course/s);
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});
