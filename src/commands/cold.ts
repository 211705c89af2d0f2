/** `report --cold`: what the first build on a fresh machine costs, the standard library included. */
import { initialRun } from '../engine/reduce.ts';
import { runStage } from '../engine/run.ts';
import { openHarness } from '../harness/index.ts';
import { openScratch } from '../harness/scratch.ts';
import { check } from '../kit/stage.ts';
import type { RunEvent, Stage } from '../kit/types.ts';
import { fail } from '../kit/verdicts.ts';
import { LackError, UsageError } from '../workspace/errors.ts';
import { changeStage } from '../workspace/progress.ts';
import type { Surroundings } from './surroundings.ts';
import { expectGradable, type Target } from './target.ts';

const coldStage: Stage = {
  title: 'A build from an empty cache',
  needs: ['go'],
  checks: [
    check('cold-build', 'compiles from an empty cache', { timeoutMs: 600_000 }, async ({ go, measure }) => {
      const build = await go.build('plain');
      if (!build.ok) fail({ summary: 'The program does not compile, so there is nothing to measure.' });
      else measure('build-cold', build.ms, 'ms');
    }),
  ],
};

/** Measures and keeps it in the progress. Throws when the program can't be built. */
export async function coldBuild(surroundings: Surroundings, target: Target): Promise<void> {
  expectGradable(target);
  surroundings.err('Building with an empty cache: the standard library too, so this takes up to a minute …\n');
  const scratch = openScratch();
  const { signal } = surroundings;
  try {
    const harness = await openHarness({
      folder: target.folder,
      signal,
      environment: { ...surroundings.env, GOCACHE: scratch.folder('cache') },
    });
    const run = await runStage({
      id: target.entry.id,
      stage: coldStage,
      signal,
      emit: (_event: RunEvent) => {},
      instruments: harness,
    }).finally(() => harness.close());
    if (signal.aborted) return;
    const { verdict } = run.checks[0] ?? initialRun.checks[0] ?? {};
    if (verdict?.status === 'blocked') throw new LackError(verdict.because);
    if (verdict?.status === 'failed')
      throw new UsageError(verdict.finding.summary, 'Run "go-cloud-workshop check" first.');
    if (verdict?.status === 'errored') throw new Error(verdict.error.message);
    await keep(surroundings, target, run.measures);
  } finally {
    scratch.remove();
  }
}

async function keep(
  surroundings: Surroundings,
  { entry, workshop }: Target,
  measures: Parameters<typeof Object.entries>[0],
): Promise<void> {
  if (!workshop) return;
  await changeStage(surroundings.places, workshop, entry.slug, (stage) => ({
    ...stage,
    numbers: { ...stage.numbers, ...(measures as typeof stage.numbers) },
  }));
}
