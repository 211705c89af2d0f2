/**
 * What the terminal UI asks of the world, composed of use cases. Only what the first frame needs is imported up here:
 * the instruments, the watcher and the diff cost more than the rest of the start.
 */
import type { TuiServices, UiMemory } from '../../tui/services.ts';
import { overviewOf } from '../../usecases/overview.ts';
import { locateWorkshop } from '../../usecases/session.ts';
import type { CliContext, Options } from '../context.ts';
import { writeBugReport } from '../errors/bug-report.ts';
import { sentenceOf } from '../errors/explain.ts';
import { shortPath } from '../terminal/short-path.ts';
import { gradingFor } from './grading.ts';
import { openLearnerFolder } from './learner-folder.ts';
import { replacingFor } from './replacing.ts';
import { stageFilesFor } from './stage-files.ts';
import { trialFor } from './trial.ts';

/** `settled`: await it before the program ends, so that what the UI remembers is on the disk. */
export type Services = TuiServices & { settled(): Promise<void> };

export function servicesFor(cli: CliContext, options: Options): Services {
  const notices: string[] = [];
  const session: CliContext = { ...cli, notify: (notice) => void notices.push(notice) };
  const learner = openLearnerFolder(session, options);
  return {
    version: cli.version,
    signal: cli.signal,
    notices,
    suggestedFolder: suggestion(cli, options),
    folder: learner.path,
    async chooseFolder(path) {
      try {
        return { folder: await learner.choose(path) };
      } catch (error) {
        return { problem: sentenceOf(error) };
      }
    },
    async stages() {
      const workshop = learner.path() === undefined ? undefined : learner.workshop();
      return (await overviewOf(learner.stages, workshop, workshop && learner.progress())).rows;
    },
    ...stageFilesFor(session, learner),
    ...gradingFor(session, learner),
    ...replacingFor(learner),
    ...trialFor(session, learner),
    async *doctor(signal) {
      const { examine } = await import('../../usecases/doctor.ts');
      yield* examine({ ...cli, stages: learner.stages }, signal);
    },
    recall: () => (learner.path() === undefined ? {} : ((learner.progress().ui ?? {}) as UiMemory)),
    remember(memory) {
      // Not worth bothering the learner with.
      if (learner.path() !== undefined)
        learner.change((progress) => ({ ...progress, ui: { ...memory } })).catch(() => {});
    },
    crashed: (error) => writeBugReport(cli, [error]),
    settled: learner.close,
  };
}

/** e.g. "./go-cloud-workshop": a path that can't be taken for a plain word. */
function suggestion(cli: CliContext, options: Options): string {
  const short = shortPath(locateWorkshop(cli, options).folder, cli);
  return /^[/~\\]|^\w:/.test(short) ? short : `./${short}`;
}
