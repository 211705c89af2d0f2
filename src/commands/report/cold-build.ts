/** `report --cold`: what the first build on a fresh machine costs, the standard library included. */
import { initialRun } from '../../engine/reduce.ts';
import { runStage } from '../../engine/run.ts';
import { openHarness } from '../../harness/index.ts';
import { openScratch } from '../../harness/run/scratch.ts';
import { check, fail, type RunEvent, type Stage } from '../../kit/index.ts';
import { expectGradable } from '../../usecases/gradable.ts';
import type { Target } from '../../usecases/target.ts';
import { LackError, UsageError } from '../../workspace/errors.ts';
import { changeStage } from '../../workspace/progress.ts';
import type { CliContext } from '../context.ts';

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

/** Measures the build and saves the number in the progress. Throws when the program can't be built. */
export async function coldBuild(cli: CliContext, target: Target): Promise<void> {
  expectGradable(target);
  cli.err('Building with an empty cache, the standard library included; this takes up to a minute …\n');
  const scratch = openScratch();
  const { signal } = cli;
  try {
    const harness = await openHarness({
      folder: target.folder,
      signal,
      environment: { ...cli.env, GOCACHE: scratch.folder('cache') },
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
    if (verdict?.status === 'blocked') throw new LackError(verdict.lack);
    if (verdict?.status === 'failed')
      throw new UsageError(verdict.finding.summary, 'Run "go-cloud-workshop check" first.');
    if (verdict?.status === 'errored') throw new Error(verdict.error.message);
    await keep(cli, target, run.measures);
  } finally {
    scratch.remove();
  }
}

async function keep(
  cli: CliContext,
  { entry, workshop }: Target,
  measures: Parameters<typeof Object.entries>[0],
): Promise<void> {
  if (!workshop) return;
  await changeStage(cli.appDirs, workshop, entry.slug, (stage) => ({
    ...stage,
    numbers: { ...stage.numbers, ...(measures as typeof stage.numbers) },
  }));
}
