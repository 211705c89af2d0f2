/** What a learner feels in the terminal UI: save → verdict, keys while a check prints, and the cost of doing nothing. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listStages } from '../../src/course/course.ts';
import { ownCourse, packageRoot } from '../../src/course/own.ts';
import { Screen, type Size } from '../picture/terminal.ts';
import { bare, record, timed } from './checks.ts';
import { median } from './machine.ts';
import type { Comparison, Figure } from './table.ts';

const id = '01-http-server';
const launcher = join(packageRoot, 'dist/launcher.cjs');
const solution = () => listStages(ownCourse).find((one) => one.id === id)?.solution as string;
const passMs = 120_000;

/** A learner's folder with stage 01 in it, solved, and the UI open on its checks, which have passed. */
async function openPassed(size: Size): Promise<{ screen: Screen; folder: string; close(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'bench-ui-'));
  const { CI: _ci, ...rest } = process.env as Record<string, string>;
  const xdg = { XDG_CONFIG_HOME: join(home, 'c'), XDG_STATE_HOME: join(home, 's'), XDG_DATA_HOME: join(home, 'd') };
  const options = { cwd: home, env: { ...rest, ...xdg, EDITOR: 'true' } };
  timed(process.execPath, [launcher, 'start', '01'], options);
  const folder = join(home, 'go-cloud-workshop', id);
  cpSync(solution(), folder, { recursive: true });
  const screen = new Screen([process.execPath, launcher], size, options);
  await screen.shows(/q quit/);
  screen.press('\r');
  await screen.shows(/Lesson +watching/);
  screen.press('c');
  await screen.shows(/Stage passed/, passMs);
  return {
    screen,
    folder,
    async close() {
      screen.end();
      await screen.ended();
      rmSync(home, { recursive: true });
    },
  };
}

async function withPassed<T>(size: Size, use: (screen: Screen, folder: string) => Promise<T>): Promise<T> {
  const { screen, folder, close } = await openPassed(size);
  try {
    return await use(screen, folder);
  } finally {
    await close();
  }
}

/** Both sides build the same new edit, so that compiler and linker have the same work. */
export async function saveToVerdict(): Promise<Comparison> {
  const work = await record(id);
  const opened = await openPassed({ columns: 80, rows: 24 });
  const { screen, folder } = opened;
  let edits = 0;
  const edit = () => {
    edits += 1;
    return `\nvar Edit${edits} = ${edits}\n`;
  };
  return {
    name: 'save → verdict, stage 01, warm',
    against: 'a bare script with the same builds and requests',
    goal: 1.2,
    async ours() {
      const text = edit();
      const begun = performance.now();
      appendFileSync(join(folder, 'main.go'), text);
      await screen.shows(/checking \d+ of/, passMs);
      await screen.becomes(() => settled(screen), passMs);
      return performance.now() - begun;
    },
    theirs() {
      const copy = mkdtempSync(join(tmpdir(), 'bench-source-'));
      cpSync(solution(), copy, { recursive: true });
      appendFileSync(join(copy, 'main.go'), edit());
      try {
        return bare(work, copy);
      } finally {
        rmSync(copy, { recursive: true });
      }
    },
    close: () => opened.close(),
  };
}

/** The screen of a passed stage stays up while it is checked again; the title says which it is. */
const settled = (screen: Screen) => /Stage passed/.test(screen.text()) && !checking(screen);

/** Every program that a check starts prints ten thousand lines in portions of 25. */
const noise = `package main

import (
	"fmt"
	"strings"
	"time"
)

func init() {
	go func() {
		for i := range 10_000 {
			fmt.Println("line", i, strings.Repeat("日本 ", 40))
			if i%25 == 0 {
				time.Sleep(time.Millisecond)
			}
		}
	}()
}
`;

/** Ink draws at most 30 frames a second. */
const twoFramesMs = 2 * (1000 / 30);
const presses = 40;

export const keyPress = (): Promise<Figure[]> => withPassed({ columns: 120, rows: 40 }, pressKeys);

async function pressKeys(screen: Screen, folder: string): Promise<Figure[]> {
  const took: number[] = [];
  for (let run = 1; took.length < presses; run += 1) {
    screen.press('v');
    await screen.shows(/Checks/);
    writeFileSync(join(folder, 'noise.go'), `${noise}\nvar Run${run} = 0\n`);
    await screen.becomes(() => streaming(screen), passMs);
    // The mark follows the running check until it is moved: the first press is not measured.
    for (const [index, key] of [...'kjkjkjkjkjk'].entries()) {
      if (!checking(screen)) break;
      const before = marked(screen);
      const begun = performance.now();
      screen.press(key);
      await screen.becomes(() => marked(screen) !== before);
      if (index > 0 && checking(screen)) took.push(performance.now() - begun);
    }
    await screen.becomes(() => settled(screen), passMs);
  }
  const slowest = Math.max(...took);
  return [
    { name: 'key press while 10,000 lines arrive', value: median(took), unit: 'ms', goal: twoFramesMs },
    { name: '  the slowest of them', value: slowest, unit: 'ms' },
  ];
}

const checking = (screen: Screen) => /checking \d+ of/.test(screen.text());
const streaming = (screen: Screen) => /running.*line \d+/s.test(screen.text());
const marked = (screen: Screen) =>
  screen
    .text()
    .split('\n')
    .findIndex((line) => line.includes('❯'));

const idleMs = 10_000;
/** After a run the UI tidies up; only then is it idle. */
const restMs = 4_000;

/** Share of a core and memory of the UI, with its watcher on and nothing happening. */
export const idle = (): Promise<Figure[]> => withPassed({ columns: 80, rows: 24 }, doNothing);

async function doNothing(screen: Screen): Promise<Figure[]> {
  await sleep(restMs);
  const before = cpuMs(screen.pid);
  await sleep(idleMs);
  const share = (cpuMs(screen.pid) - before) / idleMs;
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${screen.pid}/status`, 'utf8'))?.[1]) / 1024;
  return [
    { name: 'idle UI, share of a core', value: share * 100, unit: '%', goal: 1 },
    { name: 'idle UI, resident memory', value: resident, unit: 'MB', goal: 110 },
  ];
}

/** utime and stime, in ticks of 10 ms: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
