import { join } from 'node:path';
import type { TuiServices } from '../../tui/services.ts';
import type { Env } from '../../workspace/app-dirs.ts';
import { editorFor } from './editor.ts';

type Edit = Parameters<TuiServices['edit']>;

/** Opens a file of `folder` in the learner's editor; an editor that needs this terminal borrows it. */
export async function openEditor(
  folder: string,
  at: Edit[0],
  terminal: Edit[1],
  env: Env,
): ReturnType<TuiServices['edit']> {
  const [{ editHere, editInWindow }, { onPath }] = await Promise.all([
    import('../../harness/process/editor.ts'),
    import('../../harness/process/on-path.ts'),
  ]);
  const call = editorFor({ ...at, path: join(folder, at.file) }, env, (program) => onPath(program, env) !== undefined);
  if (!call) return { problem: 'No editor was found. Set EDITOR to yours, e.g. export EDITOR="code".' };
  try {
    if (!call.screen) {
      const { ended } = await editInWindow(call.command, call.args, folder);
      return { editor: call.name, failure: ended.then(({ failed }) => failed && quoted(call.name, failed)) };
    }
    let failed: string | undefined;
    await terminal.lend(async () => {
      ({ failed } = await editHere(call.command, call.args, folder));
    });
    return failed === undefined ? { editor: call.name, closed: true } : { problem: quoted(call.name, failed) };
  } catch {
    return { problem: `The editor "${call.command}" could not be started. Set EDITOR to yours.` };
  }
}

const quoted = (editor: string, said: string) => `${editor} failed: ${said}`;
