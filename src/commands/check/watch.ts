/** `check --watch`: checks again after every save that changed something; a save during a run starts it over. */

import { enumerate } from '../../kit/index.ts';
import { expectGradable } from '../../usecases/gradable.ts';
import type { Target } from '../../usecases/target.ts';
import { watchFolder } from '../../workspace/watch.ts';
import { type CliContext, exitCodes } from '../context.ts';
import { explain } from '../errors/explain.ts';
import { openReporters } from '../reporting/open.ts';
import { ofStage, orPretty } from '../reporting/registry.ts';
import { type CheckOptions, cleanedUp, judge, settle } from './once.ts';

export async function watch(cli: CliContext, options: CheckOptions, target: Target): Promise<number> {
  const { signal } = cli;
  const saves = savesIn(signal);
  const { how, because } = await watchFolder(target.folder, saves.add, signal);
  if (how === 'polling') cli.err(`Looking for changes twice a second: ${because}.\n`);
  while (!signal.aborted) {
    await checkUntilSaved(cli, options, target, saves.nextRun());
    if (signal.aborted) break;
    if (!saves.newest()) cli.err('\nWaiting for a save in the folder. Press Ctrl+C to stop.\n');
    const files = await saves.wait();
    if (files) cli.err(`\nSaved: ${enumerate(files)}\n\n`);
  }
  return exitCodes.interrupted;
}

/** The saves since the newest run began. */
function savesIn(signal: AbortSignal) {
  let saved: readonly string[] | undefined;
  let wake: () => void = () => {};
  let run = new AbortController();
  signal.addEventListener('abort', () => wake(), { once: true });
  return {
    newest: () => saved,
    add(files: readonly string[]) {
      saved = files;
      run.abort('saved');
      wake();
    },
    /** Aborted by the next save, and when the watch ends. */
    nextRun() {
      saved = undefined;
      run = new AbortController();
      return AbortSignal.any([signal, run.signal]);
    },
    /** The files of a save; undefined when the watch has ended. */
    async wait() {
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (saved || signal.aborted) resolve();
      });
      return saved;
    },
  };
}

/** A problem with the folder in the meantime is printed, and the watch goes on. */
async function checkUntilSaved(
  cli: CliContext,
  options: CheckOptions,
  target: Target,
  signal: AbortSignal,
): Promise<void> {
  try {
    expectGradable(target);
    const specs = orPretty(options.reporter).map((spec) => ofStage(spec, target.entry.id));
    const reporting = await openReporters(specs, cli, [target]);
    const { run, cleaned } = await judge(cli, options, target, signal, reporting);
    if (!signal.aborted) {
      await reporting.end();
      await settle(cli, options, target, run);
    }
    await cleanedUp(cli, cleaned);
  } catch (error) {
    explain(error, cli);
  }
}
