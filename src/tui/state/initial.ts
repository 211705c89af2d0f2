import { stagesPage } from '../screens/stages/page.ts';
import { welcomePage } from '../screens/welcome/page.ts';
import type { StageRow, TuiServices } from '../services.ts';
import type { AppState } from './app-state.ts';

/** Where a visit begins: on the welcome screen the first time, later at the stage last opened. */
export function initialState(services: TuiServices, stages: readonly StageRow[], size: AppState['size']): AppState {
  const folder = services.folder();
  const memory = services.recall();
  return {
    version: services.version,
    size,
    pages: [folder === undefined ? welcomePage : stagesPage()],
    suggestedFolder: services.suggestedFolder,
    folder,
    stages,
    opened: {},
    lessons: {},
    results: {},
    learned: {},
    hints: {},
    solutions: {},
    reports: {},
    watch: { on: memory.watch ?? true },
    notices: [...(services.notices ?? [])],
    memory,
  };
}
