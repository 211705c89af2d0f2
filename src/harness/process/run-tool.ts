/** Tools of the machine (go, a compiler, docker's command line): run to their end, output and exit code collected. */
import { deadline, type Exit } from '../../kit/index.ts';
import { toolLimits } from './capture.ts';
import { baseEnvironment } from './environment.ts';
import { type Label, LaunchError, type LaunchSpec, launch } from './launch.ts';
import { onPath } from './on-path.ts';

export type ToolSpec = LaunchSpec & { signal?: AbortSignal; timeoutMs?: number; onLine?: (line: string) => void };
export type ToolResult = Exit & { output: string; timedOut: boolean };

/** Ends the tool itself, not only the wait for it, when `signal` aborts or `timeoutMs` pass. */
export async function runTool(spec: ToolSpec): Promise<ToolResult> {
  spec.signal?.throwIfAborted();
  const tool = await launch({ limits: toolLimits, ...spec });
  const { onLine } = spec;
  if (onLine) tool.output.onLine((line) => onLine(line.text));
  const limit = deadline(spec.timeoutMs ?? 600_000);
  const abort = () => void tool.stop();
  for (const signal of [spec.signal, limit.signal]) signal?.addEventListener('abort', abort, { once: true });
  const exit = await tool.exited;
  limit.stop();
  spec.signal?.removeEventListener('abort', abort);
  spec.signal?.throwIfAborted();
  return { ...exit, output: tool.output.text, timedOut: limit.signal.aborted };
}

/** For whom a tool runs: the machine's environment, the run's label, and what ends it. */
export type ToolScope = { environment: NodeJS.ProcessEnv; label: Label; signal?: AbortSignal };

/** As runTool; undefined when there is no such program, or the system does not run it. Throws where the system has no room for one. */
export async function tryTool(spec: ToolSpec): Promise<ToolResult | undefined> {
  try {
    return await runTool(spec);
  } catch (error) {
    if (error instanceof LaunchError && !shortages.has(error.code)) return undefined;
    throw error;
  }
}

/** fork(2), execve(2), pipe(2): what the system has no more of. */
const shortages = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE']);

/** Settings that container and cluster tools read. */
const theirs = /^(DOCKER_|KUBE|MINIKUBE_|KIND_|COLIMA_|CONTAINERD_|XDG_)/;

/** Runs a program of the machine (kind, docker …) with the settings such programs read; undefined when there is none of that name. */
export async function runProgram(
  command: string,
  args: string[],
  cwd: string,
  { environment, label, signal }: ToolScope,
): Promise<ToolResult | undefined> {
  const path = command.includes('/') ? command : onPath(command, environment);
  if (!path) return undefined;
  const settings = Object.entries(environment).filter(
    (pair): pair is [string, string] => theirs.test(pair[0]) && pair[1] !== undefined,
  );
  const env = { ...baseEnvironment(environment), ...Object.fromEntries(settings) };
  return tryTool({ command: path, args, cwd, env, label, signal, timeoutMs: 300_000 });
}
