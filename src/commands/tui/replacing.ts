/** Reset and undo for the UI, which has asked before. */
import { basename } from 'node:path';
import { enumerate, plural } from '../../kit/index.ts';
import type { FileChange, TuiServices } from '../../tui/services.ts';
import { changedFiles, resetStage } from '../../workspace/starter/reset.ts';
import { lastChange, undoLast } from '../../workspace/starter/undo.ts';
import { sentenceOf } from '../errors/explain.ts';
import type { LearnerFolder } from './learner-folder.ts';

type Replacing = Pick<TuiServices, 'resettable' | 'reset' | 'undoable' | 'undo'>;

export function replacingFor(learner: LearnerFolder): Replacing {
  const asked = async (what: () => FileChange | undefined): ReturnType<TuiServices['undoable']> => {
    try {
      return what();
    } catch {
      // A folder that can't be read: the change itself says why.
      return undefined;
    }
  };
  const done = async (what: () => Promise<string> | string): ReturnType<TuiServices['undo']> => {
    try {
      return { said: await what() };
    } catch (error) {
      return { problem: sentenceOf(error) };
    }
  };
  return {
    resettable: (stage) =>
      asked(() => {
        const { entry, workshop } = learner.stage(stage);
        return { what: 'reset', stage: entry.id, files: changedFiles(workshop, entry) };
      }),
    reset: (stage) =>
      done(async () => {
        const { entry, workshop } = learner.stage(stage);
        const { changed, folder } = await resetStage(workshop, entry);
        return `${basename(folder)} is the fresh starter again; u brings your ${plural(changed.length, 'file')} back.`;
      }),
    undoable: () =>
      asked(() => {
        const last = lastChange(learner.workshop());
        const stage = last && learner.stages.find(({ slug }) => slug === last.stage)?.id;
        return last && { what: last.what, stage: stage ?? last.folder, at: last.at, files: last.files };
      }),
    undo: () =>
      done(() => {
        const { back, aside } = undoLast(learner.workshop());
        const kept = aside.length > 0 ? ` Kept beside it: ${enumerate(aside.map(({ as }) => as))}.` : '';
        return `As before: ${enumerate(back)}.${kept}`;
      }),
  };
}
