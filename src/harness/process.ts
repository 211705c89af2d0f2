/**
 * The only door to other programs. `launch` is the seam: a program runs as a process of the host here, and could run in a
 * container by another function of the same shape.
 */
import type { Exit } from '../kit/instruments.ts';
import { patience } from '../kit/patience.ts';
import { Capture, type CaptureLimits, programLimits, toolLimits } from './capture.ts';
import { endAll, familyOf } from './processes.ts';
import { residentBytes } from './sockets.ts';

export type Label = { name: string; value: string };

export type LaunchSpec = {
  command: string;
  args?: readonly string[];
  cwd: string;
  /** The whole environment: nothing of ours is inherited. */
  env: Record<string, string>;
  /** Its environment must hold nothing else, not even the label. */
  unlabelled?: boolean;
  limits?: CaptureLimits;
  /** Ends the program (and its descendants) when it has printed more. */
  maxPrinted?: number;
  /** Ends the program (and its descendants) when it holds more resident memory, bytes. */
  maxResident?: number;
  /** The run's label (see Belongings in processes.ts); every launch adds a number of its own, so that one can end without the others. */
  label: Label;
};

export type Running = {
  readonly pid: number;
  readonly output: Capture;
  /** performance.now() at exec. */
  readonly begun: number;
  readonly exited: Promise<Exit>;
  readonly running: boolean;
  signal(name: NodeJS.Signals): void;
  /** Ends it and every descendant; resolves when none is left. */
  stop(): Promise<void>;
};

export type Launcher = (spec: LaunchSpec) => Promise<Running>;

/** The program could not be started at all; `code` as of execve(2), e.g. ENOENT, EACCES, ENOEXEC. */
export class LaunchError extends Error {
  override name = 'LaunchError';
  readonly code: string;
  constructor(command: string, code: string) {
    super(`${command} could not be started: ${code}`);
    this.code = code;
  }
}

let launches = 0;

const watchEveryMs = 200;
/** How long after the exit a descendant may hold the output open before we stop listening. */
const drainMs = 300;

export const launch: Launcher = async (spec) => {
  const { execa } = await import('execa');
  launches += 1;
  const label = `${spec.label.value}/${launches}`;
  const started = execa(spec.command, spec.args ?? [], {
    cwd: spec.cwd,
    env: spec.unlabelled ? spec.env : { ...spec.env, [spec.label.name]: label },
    extendEnv: false,
    stdin: 'ignore',
    buffer: false,
    reject: false,
    killDescendants: true,
    stripFinalNewline: false,
  });
  const begun = performance.now();
  // With reject: false the promise only reports; the events below are what we act on.
  started.catch(() => {});
  const child = started.nodeChildProcess;
  await spawned(child, spec.command);
  const pid = child.pid as number;
  const output = new Capture(spec.limits ?? programLimits);
  output.read(child.stdout as NodeJS.ReadableStream, 'stdout');
  output.read(child.stderr as NodeJS.ReadableStream, 'stderr');
  const family = new Set([pid]);
  const belongings = { label: `${spec.label.name}=${label}`, pids: [pid] };
  let because: string | undefined;
  const watch = setInterval(() => {
    because ??= excess(pid, family, output, spec);
    if (because) void endAll({ ...belongings, pids: [...family] });
  }, watchEveryMs);
  watch.unref();
  const state = { running: true };
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code: number | null, signal: string | null) => {
      state.running = false;
      clearInterval(watch);
      const ms = performance.now() - begun;
      const late = patience(drainMs);
      const done = () => {
        late.stop();
        resolve({ code, signal, ms, ...(because ? { because } : {}) });
      };
      child.once('close', done);
      void late.over.then(done);
    });
  });
  return {
    pid,
    output,
    begun,
    exited,
    get running() {
      return state.running;
    },
    signal(name) {
      if (state.running) process.kill(pid, name);
    },
    async stop() {
      clearInterval(watch);
      if (state.running) for (const one of familyOf(pid)) family.add(one);
      await endAll({ ...belongings, pids: [...family] });
      await exited;
    },
  };
};

function spawned(child: NodeJS.EventEmitter, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new LaunchError(command, error.code ?? error.message)),
    );
  });
}

/** Why a program must be ended at once; its descendants are noted on the way, for a later farewell. */
function excess(pid: number, family: Set<number>, output: Capture, spec: LaunchSpec): string | undefined {
  if (spec.maxPrinted !== undefined && output.bytes > spec.maxPrinted)
    return `it printed more than ${Math.round(spec.maxPrinted / 1e6)} MB, so we stopped it`;
  let resident = 0;
  for (const one of familyOf(pid)) {
    family.add(one);
    resident += residentBytes(one) ?? 0;
  }
  if (spec.maxResident !== undefined && resident > spec.maxResident)
    return `it used more than ${Math.round(spec.maxResident / 2 ** 20)} MiB of memory, so we stopped it`;
  return undefined;
}

export type ToolResult = Exit & { output: string; timedOut: boolean };

/** Runs a tool (go, a compiler, docker's command line) to its end. Ends it, not the waiting, when `signal` aborts or `timeoutMs` pass. */
export async function runTool(
  spec: LaunchSpec & { signal?: AbortSignal; timeoutMs?: number; onLine?: (line: string) => void },
): Promise<ToolResult> {
  spec.signal?.throwIfAborted();
  const tool = await launch({ limits: toolLimits, ...spec });
  const { onLine } = spec;
  if (onLine) tool.output.onLine((line) => onLine(line.text));
  const limit = patience(spec.timeoutMs ?? 600_000);
  const abort = () => void tool.stop();
  spec.signal?.addEventListener('abort', abort, { once: true });
  let timedOut = false;
  void limit.over.then((over) => {
    timedOut = over;
    if (over) abort();
  });
  const exit = await tool.exited;
  limit.stop();
  spec.signal?.removeEventListener('abort', abort);
  spec.signal?.throwIfAborted();
  return { ...exit, output: tool.output.text, timedOut };
}
