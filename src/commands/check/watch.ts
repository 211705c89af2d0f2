/** `check --watch`: checks again after every save that changed something; a save in the middle of a run begins anew. */

import { expectGradable, type Target } from '../../usecases/target.ts';
import { watchFolder } from '../../workspace/watch.ts';
import { type CheckOptions, filesFor, grade, settle } from '../check.ts';
import { type CliContext, exitCodes } from '../context.ts';
import { explain } from '../errors/problems.ts';
import { enumerate } from '../terminal/text.ts';
import { openReporters } from './reporters.ts';

export async function watch(cli: CliContext, options: CheckOptions, target: Target): Promise<number> {
  const { signal } = cli;
  let saved: readonly string[] | undefined;
  let wake: () => void = () => {};
  let current = new AbortController();
  signal.addEventListener('abort', () => wake(), { once: true });
  const onChange = (files: readonly string[]) => {
    saved = files;
    current.abort('saved');
    wake();
  };
  const { how, because } = await watchFolder(target.folder, onChange, signal);
  if (how === 'polling') cli.err(`Looking for changes twice a second: ${because}.\n`);
  while (!signal.aborted) {
    saved = undefined;
    current = new AbortController();
    await once(cli, options, target, AbortSignal.any([signal, current.signal]));
    if (signal.aborted) break;
    if (!saved) {
      cli.err('\nWaiting for a save in the folder. Ctrl+C ends.\n');
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (saved || signal.aborted) resolve();
      });
    }
    if (saved) cli.err(`\nSaved: ${enumerate(saved)}\n\n`);
  }
  return exitCodes.interrupted;
}

/** What is wrong with the folder in between is said, and waited out. */
async function once(cli: CliContext, options: CheckOptions, target: Target, signal: AbortSignal): Promise<void> {
  try {
    expectGradable(target);
    const reporting = await openReporters(filesFor(target, options.reporter ?? []), cli);
    const run = await grade(cli, options, target, signal, reporting);
    if (signal.aborted) return;
    reporting.end();
    await settle(cli, options, target, run);
  } catch (error) {
    explain(error, cli);
  }
}
