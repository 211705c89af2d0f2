/** Keeps every core busy, as a video call does on a laptop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Returns a function that ends it. The processes also end when we do: their input closes. */
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
