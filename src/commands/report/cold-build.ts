/** `report --cold`: what the first build on a fresh machine costs, the standard library included. */
import { openScratch } from '../../harness/run/scratch.ts';
import { check, fail, LackError, type Stage, type Verdict } from '../../kit/index.ts';
import { expectGradable } from '../../usecases/gradable.ts';
import { gradeBy } from '../../usecases/grade.ts';
import type { Target } from '../../usecases/target.ts';
import { commandLine } from '../../words/command-line.ts';
import { saved, UsageError } from '../../workspace/errors.ts';
import { changeStage, type StageProgress } from '../../workspace/progress.ts';
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
  const { entry, folder, workshop } = target;
  const scratch = openScratch();
  try {
    const env = { ...cli.env, GOCACHE: scratch.folder('cache') };
    const { checks, measures } = await gradeBy(coldStage, { entry, folder, env, signal: cli.signal });
    if (cli.signal.aborted) return;
    expectPassed(checks[0]?.verdict);
    if (!workshop) return;
    const notice = await saved('This number', async () => {
      const numbers = (stage: StageProgress) => ({ ...stage.numbers, ...measures });
      return (await changeStage(cli.appDirs, workshop, entry.slug, (stage) => ({ ...stage, numbers: numbers(stage) })))
        .notice;
    });
    if (notice) cli.notify(notice);
  } finally {
    scratch.remove();
  }
}

function expectPassed(verdict: Verdict | undefined): void {
  if (verdict?.status === 'blocked') throw new LackError(verdict.lack);
  if (verdict?.status === 'failed')
    throw new UsageError(verdict.finding.summary, `Run "${commandLine('check')}" first.`);
  if (verdict?.status === 'errored') throw new Error(verdict.error.message);
}
