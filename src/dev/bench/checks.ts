/** `check`, warm, against a bare script that makes the same builds, starts and requests. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listStages, loadStage } from '../../engine/load.ts';
import { ownCourse, packageRoot } from '../../engine/own-course.ts';
import { runStage } from '../../engine/run.ts';
import { openHarness } from '../../harness/index.ts';
import { emptyWork, recording, type Work } from './record.ts';
import type { Comparison } from './table.ts';

/** Goals of the stages; where a stage has none its ratio is only shown. */
const goals: Record<string, number> = { '01-http-server': 1.25 };

export function checkBenches(stages: readonly string[]): Promise<Comparison>[] {
  return listStages(ownCourse)
    .filter((entry) => entry.checker && stages.some((name) => entry.id.startsWith(name)))
    .map(async (entry) => {
      const work = await record(entry.id);
      return {
        name: `check ${entry.id}, warm`,
        against: 'a bare script with the same builds and requests',
        ...(goals[entry.id] ? { goal: goals[entry.id] as number } : {}),
        ours: () =>
          timed(process.execPath, [join(packageRoot, 'dist/cli.js'), 'check', entry.id, '--path', entry.solution]),
        theirs: () => bare(work, entry.solution),
      };
    });
}

async function record(id: string): Promise<Work> {
  const entry = listStages(ownCourse).find((one) => one.id === id);
  if (!entry) throw new Error(`no stage ${id}`);
  const stage = await loadStage(entry);
  const { signal } = new AbortController();
  const harness = await openHarness({ folder: entry.solution, signal, environment: process.env });
  const work = emptyWork();
  const instruments = {
    ...harness,
    contextFor: (base: Parameters<typeof harness.contextFor>[0]) => recording(harness.contextFor(base), work),
  };
  try {
    const state = await runStage({ id, stage, signal, emit: () => {}, instruments });
    if (state.outcome !== 'passed') {
      const wrong = state.checks.filter((check) => check.state !== 'passed');
      const why = wrong.map((check) => `${check.id}: ${JSON.stringify(check.verdict)}`).join('\n');
      throw new Error(`the solution of ${id} is ${state.outcome}: nothing to compare with\n${why}`);
    }
    return work;
  } finally {
    await harness.close();
  }
}

function bare(work: Work, source: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'work.json');
    writeFileSync(file, JSON.stringify(work));
    return timed(process.execPath, [join(import.meta.dirname, 'bare.mjs'), file, source]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds from spawn to exit. */
export function timed(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): number {
  const begun = performance.now();
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  return performance.now() - begun;
}
