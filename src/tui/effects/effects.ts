/** What happens outside the state after an action. Only this folder and the screens' `enter` call the services. */
import { screenOf } from '../screens/table.ts';
import type { Action } from '../state/actions.ts';
import { currentPage, stageOf } from '../state/app-state.ts';
import { ask } from './ask.ts';
import { memoryKeeper } from './memory.ts';
import { openBegun } from './open-stage.ts';
import { createRunner } from './run.ts';
import { createTrials } from './trial.ts';
import { createWatcher } from './watch.ts';
import type { Perform, Program, World } from './world.ts';

export type Effects = {
  perform: Perform;
  /** Resolves once everything that was started has ended. */
  ended(): Promise<void>;
};

/** `leave` is called once the learner wants to leave and nothing is running. */
export function createEffects(world: World, leave: (code: number) => void): Effects {
  const runner = createRunner(world);
  const trials = createTrials(world);
  const watcher = createWatcher(world);
  const keeper = memoryKeeper(world.services);
  const begun = new Set<string>();
  /** Once for a stage; its lesson and its checks open it themselves. */
  const shown = (program: Program) => {
    const page = currentPage(program.state);
    const stage = stageOf(page);
    if (stage === undefined || page.screen === 'lesson' || program.state.opened[stage] || begun.has(stage)) return;
    begun.add(stage);
    return openBegun(stage, program, world);
  };
  const perform: Perform = (action, program, before) => {
    if (program.state.memory !== before.memory) keeper.keep(program.state.memory);
    watcher.follow(program);
    guarded(ask(action, program, world, before), program, world);
    if (action.type === 'go' || action.type === 'replace') guarded(shown(program), program, world);
    guarded(entered(action, program, world), program, world);
    if (action.type === 'check') guarded(runner.check(action, program), program, world);
    if (action.type === 'stop-run') runner.stop();
    if (action.type === 'try') guarded(trials.begin(action.stage, program), program, world);
    if (action.type === 'stop-trial') trials.stop();
    if (action.type === 'leave') {
      runner.stop();
      // Asked twice: what does not end by itself is left to the program's final clean-up.
      if (before.leaving) leave(action.code);
      else Promise.all([runner.idle(), trials.end()]).then(() => leave(action.code));
    }
  };
  return {
    perform,
    async ended() {
      runner.stop();
      keeper.flush();
      await Promise.all([runner.idle(), trials.end()]);
    },
  };
}

function entered(action: Action, program: Program, world: World): Promise<void> | undefined {
  if (action.type !== 'go' && action.type !== 'replace') return undefined;
  const page = currentPage(program.state);
  return screenOf(page).enter?.(page, program, world);
}

/** A service that throws is our bug: it is reported as one, and the screen stays usable. */
function guarded(work: Promise<void> | undefined, program: Program, { services, signal }: World): void {
  work?.catch((error: unknown) => {
    if (signal.aborted) return;
    const problem = error instanceof Error ? error : new Error(String(error));
    const path = services.crashed(problem);
    program.act({
      type: 'message',
      message: { tone: 'bad', text: `A bug of ours: ${problem.message}${path ? ` (report: ${path})` : ''}` },
    });
  });
}
