/** Keeps every core busy with something else, as a laptop in a video call does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Returns what ends it. The processes end by themselves when we are gone: their input closes. */
export function keepBusy(): () => void {
  const spin =
    'process.stdin.on("end", () => process.exit()).resume(); (function turn() { const until = Date.now() + 20; while (Date.now() < until); setImmediate(turn); })()';
  const busy: ChildProcess[] = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', spin], { stdio: ['pipe', 'ignore', 'ignore'] }),
  );
  return () => {
    for (const one of busy) one.kill('SIGKILL');
  };
}
