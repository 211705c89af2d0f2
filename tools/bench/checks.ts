/** `check`, warm, against a bare script that makes the same builds, starts and requests. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listStages, loadStage } from '../../src/course/course.ts';
import { ownCourse, packageRoot } from '../../src/course/own.ts';
import { runStage } from '../../src/engine/run.ts';
import { coreTokens } from '../../src/engine/tokens.ts';
import { overlayFor } from '../../src/harness/go/probe/build.ts';
import type { ProbeOverlay } from '../../src/harness/go/probe/source.ts';
import { openHarness } from '../../src/harness/index.ts';
import type { Go } from '../../src/kit/index.ts';
import { floorMs } from './floor.ts';
import { recording } from './record/context.ts';
import { openShared } from './record/shared.ts';
import { Trace, type Work } from './record/trace.ts';
import type { Comparison } from './table.ts';

/** How many times its floor a stage's check may take; without a goal the ratio is only shown. */
const goals: Record<string, number> = {
  '01-http-server': 1.15,
  '02-parallel-fetch': 1.25,
  '03-middleware': 1.25,
  '04-graceful-shutdown': 1.25,
};

/** One at a time: a recording needs the machine to itself. */
export async function* checkBenches(stages: readonly string[]): AsyncGenerator<Comparison> {
  const wanted = listStages(ownCourse).filter(
    (entry) => entry.checker && stages.some((name) => entry.id.startsWith(name)),
  );
  for (const entry of wanted) {
    const work = await record(entry.id);
    yield {
      name: `check ${entry.id}, warm`,
      against: 'a bare script with the same builds and requests',
      floor: { ms: floorMs(work.steps, () => bare(work, entry.solution)), goal: goals[entry.id] },
      ours: () =>
        timed(process.execPath, [join(packageRoot, 'dist/cli.js'), 'check', entry.id, '--path', entry.solution]),
      theirs: () => bare(work, entry.solution),
    };
  }
}

/** Everything the checks of the stage's solution do to the outside. */
export async function record(id: string): Promise<Work & { probe: ProbeOverlay }> {
  const entry = listStages(ownCourse).find((one) => one.id === id);
  if (!entry) throw new Error(`no stage ${id}`);
  const stage = await loadStage(entry);
  const { signal } = new AbortController();
  const take = coreTokens.forRun();
  const harness = await openHarness({ folder: entry.solution, signal, environment: process.env, work: take });
  const trace = new Trace();
  const shared = openShared(trace);
  let go: Go | undefined;
  const instruments = {
    ...harness,
    contextFor: (base: Parameters<typeof harness.contextFor>[0]) => {
      const context = harness.contextFor(base);
      go ??= context.go;
      return recording(context, shared);
    },
  };
  try {
    const state = await runStage({ id, stage, signal, emit: () => {}, instruments, work: take });
    if (state.outcome !== 'passed') {
      const wrong = state.checks.filter((check) => check.state !== 'passed');
      const why = wrong.map((check) => `${check.id}: ${JSON.stringify(check.verdict)}`).join('\n');
      throw new Error(`the solution of ${id} is ${state.outcome}: nothing to compare with\n${why}`);
    }
    if (!go) throw new Error(`${id} has no check`);
    const probed = { files: harness.files, mainPackage: await go.mainPackage(), minor: (await go.version()).minor };
    return { ...trace.work, probe: overlayFor(probed) };
  } finally {
    await harness.close();
  }
}

/** Milliseconds the bare script takes for the same work. */
export function bare(work: Work, source: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'work.json');
    writeFileSync(file, JSON.stringify(work));
    return timed(process.execPath, [join(import.meta.dirname, 'bare/script.mjs'), file, source]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds from spawn to exit. */
export function timed(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): number {
  const begun = performance.now();
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  return performance.now() - begun;
}
