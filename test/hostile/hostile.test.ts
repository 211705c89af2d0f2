/** Programs that hang, flood, fork and lie (test/submissions/hostile) get a verdict in bounded time and memory, and leave nothing behind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/commands/verify/assess.ts';
import { listStages, type StageEntry } from '../../src/course/course.ts';
import { ownCourse } from '../../src/course/own.ts';
import { firstProblem } from '../../src/engine/reduce.ts';
import { scratchRoot } from '../../src/harness/run/root.ts';
import { runLabel } from '../../src/harness/run/scratch.ts';
import type { RunEvent } from '../../src/kit/index.ts';
import { gradeFolder } from '../../src/usecases/grade.ts';

const folder = join(import.meta.dirname, '../submissions/hostile');
const entry = listStages(ownCourse).find((stage) => stage.slug === 'http-server') as StageEntry;
const programs = readdirSync(folder, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map((one) => one.name);

type Expectation = { check: string | null; keywords: string[] };
const expectationOf = (name: string) =>
  JSON.parse(readFileSync(join(folder, name, 'expect.json'), 'utf8')) as Expectation;

/** Only this process's runs: other test files run beside it. */
const ownRuns = () =>
  existsSync(scratchRoot()) ? readdirSync(scratchRoot()).filter((name) => name.startsWith(`run-${process.pid}-`)) : [];
const ownProcesses = () =>
  readdirSync('/proc').filter((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      return environment.some((pair) => pair.startsWith(`${runLabel}=run-${process.pid}-`));
    } catch {
      return false; // no process, or one that has just ended
    }
  });

async function grade(name: string, signal = new AbortController().signal) {
  const events: RunEvent[] = [];
  const state = await gradeFolder({
    entry,
    folder: join(folder, name),
    env: process.env,
    signal,
    onEvent: (event) => {
      // 10,000 lines of log would count as this test's memory.
      if (event.type !== 'check:log') events.push(event);
    },
  });
  return { state, events };
}

/** Graded side by side, as in a batch. */
describe('hostile programs', () => {
  const before = process.memoryUsage().rss;

  describe.concurrent('get their verdicts', () => {
    it.each(programs)('%s', { timeout: 600_000 }, async (name) => {
      const wanted = expectationOf(name);
      const { state, events } = await grade(name);
      const problem = state.outcome === 'passed' ? undefined : firstProblem(state);
      const verdict = problem?.verdict;
      const text = verdict?.status === 'failed' ? textOf(verdict.finding) : JSON.stringify(verdict);
      expect(problem?.id ?? null, text).toBe(wanted.check);
      for (const word of wanted.keywords) expect(text?.toLowerCase()).toContain(word.toLowerCase());
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal
      expect(JSON.stringify(events)).not.toMatch(/\\u001b|\u001b|\\u009b|\u009b/);
      expect(JSON.stringify(events).length).toBeLessThan(2e6);
    });
  });

  it('leave no processes, no folders and little memory behind', () => {
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 2 ** 20);
    expect(ownProcesses()).toEqual([]);
    expect(ownRuns()).toEqual([]);
  });
});

describe('a cancelled check', () => {
  it.each(['spins', 'traps-sigterm', 'grandchild-in-its-own-session', 'floods-while-serving'])(
    'ends %s at once',
    { timeout: 300_000 },
    async (name) => {
      const cancel = new AbortController();
      let started = false;
      const grading = gradeFolder({
        entry,
        folder: join(folder, name),
        env: process.env,
        signal: cancel.signal,
        onEvent: (event) => {
          if (event.type !== 'check:start' || event.id !== 'listens') return;
          started = true;
          setImmediate(() => cancel.abort());
        },
      });
      const state = await grading;
      expect(started).toBe(true);
      expect(state.outcome).not.toBe('passed');
      expect(ownProcesses()).toEqual([]);
      expect(ownRuns()).toEqual([]);
    },
  );
});
