/** Starts the learner's program for the UI. */
import type { TuiServices } from '../../tui/services.ts';
import type { CliContext } from '../context.ts';
import { sentenceOf } from '../errors/explain.ts';
import type { LearnerFolder } from './learner-folder.ts';

export function trialFor({ env }: CliContext, learner: LearnerFolder): Pick<TuiServices, 'tryOut'> {
  return {
    async tryOut(stage, { onLine, signal }) {
      const { entry, folder } = learner.stage(stage);
      try {
        const [{ tryOut }, { expectGradable }] = await Promise.all([
          import('../../usecases/trial.ts'),
          import('../../usecases/gradable.ts'),
        ]);
        expectGradable({ entry, folder, workshop: learner.workshop() });
        return await tryOut({ entry, folder, env, signal, onLine });
      } catch (error) {
        if (signal.aborted) throw error;
        return { problem: sentenceOf(error) };
      }
    },
  };
}
