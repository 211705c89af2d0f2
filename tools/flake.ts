/**
 * `npm run flake [-- [stage…] [--rounds N] [--accepted N] [--rejected N] [--jobs N] [--program NAME]… [--full] [--calm]]`:
 * grades programs repeatedly while all cores are busy with something else; with `--calm` the gradings are the only load.
 * `--rounds` counts the solution's rounds, the next two those of each accepted and rejected program; `--jobs` grades several
 * side by side. A changed verdict is printed with both findings. Exit code 1 when there is one.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assess, textOf } from '../src/commands/verify/assess.ts';
import { type Case, casesOf } from '../src/commands/verify/cases.ts';
import { withProgram } from '../src/commands/verify/program.ts';
import { deciding } from '../src/commands/verify/selection.ts';
import { listStages, loadStage } from '../src/course/course.ts';
import { ownCourse, packageRoot } from '../src/course/own.ts';
import type { CheckState, RunState } from '../src/engine/reduce.ts';
import { plural } from '../src/kit/index.ts';
import { gradeFolder } from '../src/usecases/grade.ts';
import { keepBusy } from './flake/load.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: {
    rounds: { type: 'string', default: '200' },
    accepted: { type: 'string', default: '0' },
    rejected: { type: 'string', default: '5' },
    jobs: { type: 'string', default: '1' },
    /** Rejected programs by all checks, not only by those that decide. */
    full: { type: 'boolean', default: false },
    /** Without other load than the gradings. */
    calm: { type: 'boolean', default: false },
    program: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});

const roundsOf: Record<Case['kind'], number> = {
  starter: 0,
  solution: Number(values.rounds),
  accepted: Number(values.accepted),
  rejected: Number(values.rejected),
};
const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interruption.abort(name));

const cases = listStages(ownCourse)
  .filter(
    (stage) => stage.checker && (positionals.length === 0 || positionals.some((name) => stage.id.startsWith(name))),
  )
  .flatMap((stage) => casesOf(stage, join(packageRoot, 'test', 'submissions')))
  .filter((one) => values.program.length === 0 || values.program.some((part) => one.name.includes(part)));

type Turn = { one: Case; round: number; rounds: number };
const turns: Turn[] = cases.flatMap((one) =>
  Array.from({ length: roundsOf[one.kind] }, (_, index) => ({ one, round: index + 1, rounds: roundsOf[one.kind] })),
);
const firsts = new Map<Case, RunState>();
const done = new Map<Case, number>();
const begun = performance.now();
let changes = 0;
let graded = 0;

const stopLoad = values.calm ? () => {} : keepBusy();
try {
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
} finally {
  stopLoad();
}
process.stdout.write(
  `${plural(graded, 'grading')} of ${plural(done.size, 'program')} under load, ${plural(changes, 'changed verdict')}\n`,
);
// Exits explicitly: after thousands of connections Node 24.21 may wait forever for its own handles.
process.stdout.write('', () => process.exit(changes > 0 ? 1 : 0));

async function worker(): Promise<void> {
  for (let turn = turns.shift(); turn && !interruption.signal.aborted; turn = turns.shift()) await take(turn);
}

async function take({ one, round, rounds }: Turn): Promise<void> {
  const stage = await loadStage(one.stage);
  const run = await withProgram(one, (folder) =>
    gradeFolder({
      entry: one.stage,
      folder,
      env: process.env,
      signal: interruption.signal,
      only: deciding(one, stage, values.full),
      measures: false,
      niceBuilds: true,
    }),
  );
  if (interruption.signal.aborted) return;
  graded += 1;
  const first = firsts.get(one);
  if (!first) firsts.set(one, run);
  report(one, round, first, run);
  const count = (done.get(one) ?? 0) + 1;
  done.set(one, count);
  if (count < rounds && count % 50 !== 0) return;
  const seconds = Math.round((performance.now() - begun) / 1000);
  process.stdout.write(`${one.stage.id} ${one.name}: ${plural(count, 'round')}, ${seconds} s since the start\n`);
}

/** Compares a program's first run with what it should get, and later runs with the first. */
function report(one: Case, round: number, first: RunState | undefined, run: RunState): void {
  const wrong = first ? [] : assess(one, run).complaints;
  const changed = !first ? [] : run.checks.filter((check, index) => check.state !== first?.checks[index]?.state);
  if (wrong.length === 0 && changed.length === 0) return;
  changes += 1;
  process.stdout.write(
    `\n${one.stage.id} ${one.name}, round ${round}:\n${wrong.map((text) => `  wrong from the start: ${text}\n`).join('')}`,
  );
  for (const check of changed) {
    const before = first?.checks.find((other) => other.id === check.id);
    process.stdout.write(
      `--- ${check.id} in its first run: ${describe(before)}\n--- ${check.id} now: ${describe(check)}\n`,
    );
  }
}

function describe(check: CheckState | undefined): string {
  const { verdict } = check ?? {};
  if (verdict?.status === 'failed') return `failed\n${textOf(verdict.finding)}\n`;
  if (verdict?.status === 'errored') return `errored\n${verdict.error.stack ?? verdict.error.message}\n`;
  return check?.state ?? 'absent';
}
