/** `check --watch`: checks again after every save that changed something; a save in the middle of a run begins anew. */
import { watchFolder } from '../workspace/watch.ts';
import { type CheckOptions, filesFor, grade, settle } from './check.ts';
import { explain } from './problems.ts';
import { openReporters } from './reporting.ts';
import { exitCodes, type Surroundings } from './surroundings.ts';
import { expectGradable, type Target } from './target.ts';
import { enumerate } from './text.ts';

export async function watch(surroundings: Surroundings, options: CheckOptions, target: Target): Promise<number> {
  const { signal } = surroundings;
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
  if (how === 'polling') surroundings.err(`Looking for changes twice a second: ${because}.\n`);
  while (!signal.aborted) {
    saved = undefined;
    current = new AbortController();
    await once(surroundings, options, target, AbortSignal.any([signal, current.signal]));
    if (signal.aborted) break;
    if (!saved) {
      surroundings.err('\nWaiting for a save in the folder. Ctrl+C ends.\n');
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (saved || signal.aborted) resolve();
      });
    }
    if (saved) surroundings.err(`\nSaved: ${enumerate(saved)}\n\n`);
  }
  return exitCodes.interrupted;
}

/** What is wrong with the folder in between is said, and waited out. */
async function once(
  surroundings: Surroundings,
  options: CheckOptions,
  target: Target,
  signal: AbortSignal,
): Promise<void> {
  try {
    expectGradable(target);
    const reporting = await openReporters(filesFor(target, options.reporter ?? []), surroundings);
    const run = await grade(surroundings, options, target, signal, reporting);
    if (signal.aborted) return;
    reporting.end();
    await settle(surroundings, options, target, run);
  } catch (error) {
    explain(error, surroundings);
  }
}
