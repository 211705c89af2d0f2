/** Opens a learner's editor: the one program we start that is not part of a run. */
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from '../../words/printable.ts';

/** What an editor said when it failed; undefined: it ended well. */
export type EditorEnd = { failed?: string };

/** The editor has this terminal until it ends. Rejects when it can't be started. */
export async function editHere(command: string, args: readonly string[], cwd: string): Promise<EditorEnd> {
  const { execa } = await import('execa');
  const stdio = ['inherit', 'inherit', ['inherit', 'pipe']] as const;
  const ended = await execa(command, args, { cwd, stdio, reject: false, maxBuffer: { stderr: 100_000 } });
  if (ended.exitCode === undefined && !ended.isTerminated) throw new Error(`${command} could not be started`);
  return ended.exitCode ? { failed: lastLine(String(ended.stderr ?? '')) ?? `exit code ${ended.exitCode}` } : {};
}

/**
 * The editor opens a window of its own and is left alone. Resolves once it runs, rejects when it can't be started.
 * `ended` resolves with the process that was started, which is often only a messenger. It writes its errors to a file: a
 * pipe of ours would break when we end before it.
 */
export async function editInWindow(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ ended: Promise<EditorEnd> }> {
  const { execa } = await import('execa');
  const folder = mkdtempSync(join(tmpdir(), 'go-cloud-workshop-editor-'));
  const file = join(folder, 'errors');
  const errors = createWriteStream(file);
  await once(errors, 'open');
  const tidy = () => rmSync(folder, { recursive: true, force: true });
  try {
    const stdio = ['ignore', 'ignore', errors] as const;
    const started = execa(command, args, { cwd, stdio, detached: true, cleanup: false, reject: false });
    const child = started.nodeChildProcess;
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', () => resolve());
      child.once('error', reject);
    });
    child.unref();
    // An editor that stays longer than we do keeps its open file, but not the name.
    process.once('exit', tidy);
    const ended = started.then(({ exitCode }) => (exitCode ? { failed: saidIn(file) ?? `exit code ${exitCode}` } : {}));
    return {
      ended: ended.finally(() => {
        process.off('exit', tidy);
        tidy();
      }),
    };
  } catch (error) {
    tidy();
    throw error;
  } finally {
    errors.destroy();
  }
}

const saidIn = (file: string) => (existsSync(file) ? lastLine(readFileSync(file, 'utf8')) : undefined);

const lastLine = (text: string): string | undefined =>
  printable(text.trimEnd().split('\n').at(-1) ?? '').trim() || undefined;
