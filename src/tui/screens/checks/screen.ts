import type { Program, World } from '../../effects/world.ts';
import { currentPage, isRunning } from '../../state/app-state.ts';
import { withTop } from '../../state/pages.ts';
import { atTop } from '../../state/scroll.ts';
import { passedPage } from '../passed/page.ts';
import type { Screen } from '../screen.ts';
import { checksAfterRun } from './after-run.ts';
import { checksKeys } from './keys.ts';
import type { ChecksPage } from './page.ts';
import { drawChecks } from './view.ts';

export const checksScreen: Screen<ChecksPage> = {
  draw: drawChecks,
  keys: checksKeys,
  on: {
    select: (state, page, { id }) => withTop(state, { ...page, selected: id, scroll: atTop }),
    'run-ended': checksAfterRun,
  },
  enter: ({ stage }, program, world) => (program.state.results[stage] ? undefined : readLastRun(stage, program, world)),
};

/** The run of an earlier visit. For a pass the passed screen comes first; the checks are a key away. */
async function readLastRun(stage: string, program: Program, { services }: World): Promise<void> {
  program.act({ type: 'last-run', stage, run: await services.lastRun(stage) });
  const page = currentPage(program.state);
  const stillHere = page.screen === 'checks' && page.stage === stage && !isRunning(program.state, stage);
  if (stillHere && program.state.results[stage]?.outcome === 'passed')
    program.act({ type: 'replace', page: passedPage(stage) });
}
