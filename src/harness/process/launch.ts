/**
 * The only door to other programs. `launch` is the seam: a program runs as a process of the host here, and could run in a
 * container by another function of the same shape.
 */
import { deadline, type Exit, size } from '../../kit/index.ts';
import { Capture, type CaptureLimits, programLimits } from './capture.ts';
import { endAll, type Known, knownAs, membersOf } from './family.ts';
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
  /** The run's label (see ProcessFilter in processes.ts); every launch adds a number of its own, so that one can end without the others. */
  label: Label;
};

export type Running = {
  readonly pid: number;
  readonly output: Capture;
  /** performance.now() at exec. */
  readonly begun: number;
  readonly exited: Promise<Exit>;
  readonly running: boolean;
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

const watchEveryMs = 200;
/** How long after the exit a descendant may hold the output open before we stop listening. */
const drainMs = 300;

export const launch: Launcher = async (spec) => {
  const { execa } = await import('execa');
  launches += 1;
  const value = `${spec.label.value}/${launches}`;
  const started = execa(spec.command, spec.args ?? [], {
    cwd: spec.cwd,
    env: spec.unlabelled ? spec.env : { ...spec.env, [spec.label.name]: value },
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
  const state = { running: true, ended: false };
  // Short-lived ones are forgotten with their group; a number given again is a stranger's (see Known).
  let family: Known[] = [knownAs(pid)];
  const label = { label: `${spec.label.name}=${value}` };
  const grown = () => {
    // Reading every environment is dear: only for those that left the family behind.
    const living = membersOf({ known: family, ...(state.running ? {} : label) });
    family = [family[0] as Known, ...living.filter((one) => one.pid !== pid)];
    return living.map((one) => one.pid);
  };
  let because: string | undefined;
  // A descendant that outlives the program is watched on: until it ends, or is ended by stop.
  const watch = setInterval(() => {
    const living = grown();
    because ??= excess(living, output, spec);
    if (because) void endAll({ ...label, known: family });
    if (living.length === 0 && !state.running) clearInterval(watch);
  }, watchEveryMs);
  watch.unref();
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code: number | null, signal: string | null) => {
      state.running = false;
      const ms = performance.now() - begun;
      const drain = deadline(drainMs);
      const done = () => {
        drain.stop();
        resolve({ code, signal, ms, ...(because ? { because } : {}) });
      };
      child.once('close', done);
      drain.signal.addEventListener('abort', done, { once: true });
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
    family: grown,
    signal(name) {
      if (state.running) process.kill(pid, name);
    },
    async stop() {
      clearInterval(watch);
      if (!state.ended) {
        grown();
        await endAll({ ...label, known: family });
        state.ended = !state.running;
      }
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

/** Why a program must be ended at once. */
function excess(family: readonly number[], output: Capture, spec: LaunchSpec): string | undefined {
  if (spec.maxPrinted !== undefined && output.bytes > spec.maxPrinted)
    return `it printed more than ${size(spec.maxPrinted)}, so we stopped it`;
  if (spec.maxResident === undefined) return undefined;
  const resident = family.reduce((sum, one) => sum + (residentBytes(one) ?? 0), 0);
  if (resident <= spec.maxResident) return undefined;
  return `it used more than ${Math.round(spec.maxResident / 2 ** 20)} MiB of memory, so we stopped it`;
}
