/**
 * The only door to other programs. `launch` is the seam: a program runs as a process of the host here, and could run in a
 * container by another function of the same shape.
 */
import type { ChildProcess } from 'node:child_process';
import { deadline, type Exit } from '../../kit/index.ts';
import { Capture, type CaptureLimits, programLimits } from './capture.ts';
import { watchFamily } from './watch-family.ts';

export type Label = { name: string; value: string };

export type LaunchSpec = {
  command: string;
  args?: readonly string[];
  cwd: string;
  /** The whole environment: nothing of ours is inherited. */
  env: Record<string, string>;
  /** Nothing else may be in its environment, not even the label. */
  unlabelled?: boolean;
  limits?: CaptureLimits;
  /** Ends the program (and its descendants) when it has printed more. */
  maxPrinted?: number;
  /** Ends the program (and its descendants) when it holds more resident memory, bytes. */
  maxResident?: number;
  /** The run's label (see ProcessFilter); every launch adds a number of its own, so that one can end without the others. */
  label: Label;
};

export type Running = {
  readonly pid: number;
  readonly output: Capture;
  /** performance.now() at exec. */
  readonly begun: number;
  readonly exited: Promise<Exit>;
  readonly running: boolean;
  /** The most resident memory that it and its descendants were seen to hold, bytes. */
  readonly peakResident: number;
  /** It and those of its descendants that we know of, as far as they live. */
  family(): number[];
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

/** How long after the exit a descendant may hold the output open before we stop listening. */
const drainMs = 300;

export const launch: Launcher = async (spec) => {
  launches += 1;
  const value = `${spec.label.value}/${launches}`;
  const { child, begun } = await start(spec, value);
  const pid = child.pid as number;
  const output = new Capture(spec.limits ?? programLimits);
  output.read(child.stdout as NodeJS.ReadableStream, 'stdout');
  output.read(child.stderr as NodeJS.ReadableStream, 'stderr');
  let running = true;
  child.once('exit', () => {
    running = false;
  });
  const family = watchFamily({
    pid,
    label: `${spec.label.name}=${value}`,
    limits: { output: spec.maxPrinted, memory: spec.maxResident },
    printed: () => output.bytes,
    running: () => running,
  });
  const exited = exitOf(child, begun, () => family.exceeded);
  return {
    pid,
    output,
    begun,
    exited,
    get running() {
      return running;
    },
    get peakResident() {
      return family.peakResident;
    },
    family: family.pids,
    signal(name) {
      if (running) process.kill(pid, name);
    },
    async stop() {
      await family.end();
      await exited;
    },
  };
};

type Child = Pick<ChildProcess, 'pid' | 'stdout' | 'stderr' | 'once'>;

/** Resolves once the program runs. */
async function start(spec: LaunchSpec, label: string): Promise<{ child: Child; begun: number }> {
  const { execa } = await import('execa');
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
  // With reject: false the promise only reports; we act on the child's events.
  started.catch(() => {});
  const child = started.nodeChildProcess;
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', () => resolve());
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new LaunchError(spec.command, error.code ?? error.message)),
    );
  });
  return { child, begun };
}

/** The exit, once the output is read to its end or has had `drainMs` for it. */
function exitOf(child: Child, begun: number, exceeded: () => Exit['exceeded']): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code: number | null, signal: string | null) => {
      const ms = performance.now() - begun;
      const drain = deadline(drainMs);
      const done = () => {
        drain.stop();
        resolve({ code, signal, ms, exceeded: exceeded() });
      };
      child.once('close', done);
      drain.signal.addEventListener('abort', done, { once: true });
    });
  });
}
