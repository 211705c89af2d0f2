/** What the world is asked for after an action. The only part of the UI that calls its services. */
import { numbers } from '../../engine/reduce.ts';
import type { Action } from '../state/actions.ts';
import { type AppState, currentPage, hintKey } from '../state/app-state.ts';
import { examine, nextHint, openEditor, openStage, readReport, readSolution } from './ask.ts';
import { memoryKeeper } from './memory.ts';
import { createRunner } from './run.ts';
import { createWatcher } from './watch.ts';
import type { Perform, Program, World } from './world.ts';

export type Effects = { perform: Perform /** Resolves when all that was started has ended. */; ended(): Promise<void> };

/** `leave` is called when nothing runs any more and the learner wants to go. */
export function createEffects(world: World, leave: (code: number) => void): Effects {
  const runner = createRunner(world);
  const watcher = createWatcher(world);
  const keeper = memoryKeeper(world.services);
  const perform: Perform = (action, program, before) => {
    if (program.state.memory !== before.memory) keeper.keep(program.state.memory);
    watcher.follow(program);
    const asked = ask(action, program, world, before);
    if (asked) guarded(asked, program, world);
    if (action.type === 'check') guarded(runner.check(action.stage, action.by, program), program, world);
    if (action.type === 'stop-run') runner.stop();
    if (action.type === 'leave') {
      runner.stop();
      // Asked twice: whatever does not end by itself is left to the program's own last clean-up.
      if (before.leaving) leave(action.code);
      else runner.idle().then(() => leave(action.code));
    }
  };
  return {
    perform,
    async ended() {
      runner.stop();
      keeper.flush();
      await runner.idle();
    },
  };
}

function ask(action: Action, program: Program, world: World, before: AppState): Promise<void> | undefined {
  switch (action.type) {
    case 'choose-folder':
      return chooseFolder(action.path, program, world);
    case 'open-stage':
      return openStage(action.stage, program, world);
    case 'check':
      return program.state.opened[action.stage] ? undefined : openStage(action.stage, program, world);
    case 'go':
      return entered(program, world);
    case 'ask-hint':
      return before.hints[hintKey(action.stage, action.check)]?.busy
        ? undefined
        : nextHint(action.stage, action.check, program, world);
    case 'show-solution':
    case 'reveal-solution':
      return readSolution(action.stage, program, world);
    case 'show-report':
      return readReport(action.stage, program, world);
    case 'show-doctor':
      return examine(program, world);
    case 'edit':
      return openEditor(action.at, program, world);
    default:
      return undefined;
  }
}

/** What a screen needs when one comes to it. */
function entered(program: Program, world: World): Promise<void> | undefined {
  const page = currentPage(program.state);
  if (page.screen === 'hints' && !program.state.hints[hintKey(page.stage, page.check)])
    program.act({ type: 'ask-hint', stage: page.stage, check: page.check });
  if (page.screen === 'checks' && !program.state.results[page.stage]) return showLastRun(page.stage, program, world);
  if (page.screen === 'passed' && !program.state.learned[page.stage]) return showLearned(page.stage, program, world);
  if (page.screen === 'stages') return loadStages(program, world);
  return undefined;
}

async function showLastRun(stage: string, program: Program, world: World): Promise<void> {
  program.act({ type: 'last-run', stage, run: await world.services.lastRun(stage) });
  if (currentPage(program.state).screen === 'passed') await showLearned(stage, program, world);
}

/** What a pass says, also when it was passed on another day. */
async function showLearned(stage: string, program: Program, world: World): Promise<void> {
  const run = program.state.results[stage];
  if (!run) return;
  program.act({ type: 'learned', stage, sentences: await world.services.learned(stage, numbers(run)) });
  await readReport(stage, program, world);
}

async function loadStages(program: Program, { services }: World): Promise<void> {
  program.act({ type: 'stages', rows: await services.stages(), notices: [...(services.notices ?? [])] });
}

async function chooseFolder(path: string, program: Program, world: World): Promise<void> {
  program.act({ type: 'folder-chosen', choice: await world.services.chooseFolder(path) });
  await loadStages(program, world);
}

/** A service that throws is our own fault: said so, kept in a report, and the screen stays usable. */
function guarded(work: Promise<void>, program: Program, { services, signal }: World): void {
  work.catch((error: unknown) => {
    if (signal.aborted) return;
    const problem = error instanceof Error ? error : new Error(String(error));
    const path = services.crashed(problem);
    program.act({
      type: 'message',
      message: { tone: 'bad', text: `A bug of ours: ${problem.message}${path ? ` (report: ${path})` : ''}` },
    });
  });
}
