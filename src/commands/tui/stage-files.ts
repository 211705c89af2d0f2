/** A stage's files for the UI: the lesson, the starter, the editor, saves, the solution. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TuiServices } from '../../tui/services.ts';
import type { Session } from '../../usecases/session.ts';
import { warmFor } from '../../usecases/warm.ts';
import { scaffoldStage } from '../../workspace/starter/scaffold.ts';
import { sentenceOf } from '../errors/explain.ts';
import type { LearnerFolder } from './learner-folder.ts';
import { mainFileOf } from './main-file.ts';

type StageFiles = Pick<TuiServices, 'lesson' | 'map' | 'open' | 'edit' | 'watch' | 'solution'>;

export function stageFilesFor({ env, course }: Session, learner: LearnerFolder): StageFiles {
  return {
    async lesson(stage) {
      return readFileSync(join(learner.entry(stage).exercise, 'README.md'), 'utf8');
    },
    async map() {
      const files = learner.stages.map(({ exercise }) => join(exercise, 'MAP.md'));
      const file = files.find((one) => existsSync(one));
      return file && readFileSync(file, 'utf8');
    },
    async open(stage, signal) {
      const { entry, folder, workshop } = learner.stage(stage);
      const opened = { folder, mainFile: mainFileOf(entry) };
      try {
        if (!existsSync(folder)) await scaffoldStage(workshop, entry);
        await learner.change((progress) => ({ ...progress, current: entry.slug }));
      } catch (error) {
        return { ...opened, notice: sentenceOf(error) };
      }
      void warmFor(course, env, signal);
      return opened;
    },
    async edit(at, terminal) {
      const { openEditor } = await import('./open-editor.ts');
      return openEditor(learner.stage(at.stage).folder, at, terminal, env);
    },
    async watch(stage, onChange, signal) {
      const { watchFolder } = await import('../../workspace/watch.ts');
      return watchFolder(learner.stage(stage).folder, onChange, signal);
    },
    async solution(stage) {
      const { solutionOf } = await import('../../usecases/solution.ts');
      const { entry, folder } = learner.stage(stage);
      return solutionOf(entry, folder);
    },
  };
}
