/** Runs of the checks for the UI, and what they leave: the last run, hints, numbers. */
import { loadStage } from '../../course/course.ts';
import type { RunState } from '../../engine/reduce.ts';
import type { Outcome } from '../../kit/index.ts';
import type { RunOptions, TuiServices } from '../../tui/services.ts';
import { expectGradable } from '../../usecases/gradable.ts';
import { measuresOf } from '../../usecases/measures.ts';
import { readRun } from '../../workspace/runs.ts';
import type { CliContext } from '../context.ts';
import { leftovers, reportErrored } from '../errors/bug-report.ts';
import { sentenceOf } from '../errors/explain.ts';
import { giveBackSoon, keepForNow } from './give-back.ts';
import type { LearnerFolder } from './learner-folder.ts';

type Grading = Pick<TuiServices, 'run' | 'lastRun' | 'learned' | 'hint' | 'report'>;

export function gradingFor(cli: CliContext, learner: LearnerFolder): Grading {
  const { appDirs } = cli;
  /** The last run of each stage, where the disk did not take it: its hints are there while the UI is open. */
  const unsaved = new Map<string, RunState>();
  const lastRun = (stage: string): RunState | undefined => {
    const { entry, workshop } = learner.stage(stage);
    return unsaved.get(stage) ?? readRun(appDirs, workshop, entry.slug);
  };
  return {
    run: (stage, options) => run(cli, learner, stage, options, unsaved),
    lastRun: async (stage) => lastRun(stage),
    async learned(stage, numbers) {
      return (await loadStage(learner.entry(stage))).learned?.(numbers) ?? [];
    },
    async hint(stage, id, tier) {
      const { entry, folder, workshop } = learner.stage(stage);
      const check = lastRun(stage)?.checks.find((one) => one.id === id);
      const { hintOf, noteHint } = await import('../../usecases/hints/hints.ts');
      const hint = check && (await hintOf(entry, folder, check, tier));
      const notice = hint && (await noteHint(appDirs, workshop, entry.slug, check, tier));
      if (notice) cli.notify(notice);
      return hint;
    },
    async report(stage) {
      const entry = learner.entry(stage);
      return entry.checker ? measuresOf(await loadStage(entry), learner.progress().stages[entry.slug]) : [];
    },
  };
}

const run = async (
  cli: CliContext,
  learner: LearnerFolder,
  stage: string,
  { only, onEvent, signal }: RunOptions,
  unsaved: Map<string, RunState>,
): ReturnType<TuiServices['run']> => {
  keepForNow();
  try {
    const target = learner.stage(stage);
    expectGradable(target);
    const { judgeOwn } = await import('../../usecases/grade.ts');
    const { entry, folder, workshop } = target;
    const judged = await judgeOwn(
      {
        entry,
        folder,
        env: cli.env,
        only: only === undefined ? undefined : [only],
        signal,
        onEvent,
        onLeftovers: (error) => cli.notify(leftovers(cli, error)),
      },
      workshop,
      cli.appDirs,
    );
    const cleaned = judged.cleaned.finally(giveBackSoon);
    if (signal.aborted) {
      await cleaned;
      return { outcome: 'cancelled' };
    }
    if (judged.notice) cli.notify(judged.notice);
    if (judged.isSaved) unsaved.delete(stage);
    else unsaved.set(stage, judged.run);
    reportErrored(cli, judged.run.checks);
    return { outcome: judged.run.outcome as Outcome, cleaned };
  } catch (error) {
    giveBackSoon();
    if (signal.aborted) return { outcome: 'cancelled' };
    return { problem: sentenceOf(error) };
  }
};
