/** Opens a learner's editor: the one program we start that is not part of a run. */

/** `screen`: needs this terminal until it ends. Otherwise it opens a window of its own and is left alone. Rejects when it can't be started. */
export async function startEditor(
  command: string,
  args: readonly string[],
  cwd: string,
  screen: boolean,
): Promise<void> {
  const { execa } = await import('execa');
  if (screen) {
    const ended = await execa(command, args, { cwd, stdio: 'inherit', reject: false });
    // How an editor ends is its own business; only a failure to start is ours.
    if (ended.exitCode === undefined && !ended.isTerminated) throw new Error(`${command} could not be started`);
    return;
  }
  const started = execa(command, args, { cwd, stdio: 'ignore', detached: true, cleanup: false, reject: false });
  const child = started.nodeChildProcess;
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', () => resolve());
    child.once('error', reject);
  });
  child.unref();
}
