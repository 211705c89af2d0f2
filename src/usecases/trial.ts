/** The learner's program, started to be tried by hand: with the stage's settings, and requests to send. */
import { loadStage, type StageEntry } from '../course/course.ts';
import {
  bareScope,
  type CheckContext,
  describeExit,
  describeFault,
  describeLack,
  type Exit,
  FaultyProgram,
  LackError,
  type Stage,
  type TrialRequest,
} from '../kit/index.ts';
import type { Env } from '../workspace/app-dirs.ts';

export type TrialOptions = {
  entry: StageEntry;
  /** Absolute; never written. */
  folder: string;
  env: Env;
  /** Ends the program at once. */
  signal: AbortSignal;
  /** What the program prints, and what it asks of the upstreams that are played for it. */
  onLine(line: string): void;
};

export type Trial = {
  url: string;
  /** Each with the command that sends it. */
  requests: readonly { says: string; curl: string }[];
  /** In words: "exit code 0". */
  ended: Promise<string>;
  /** SIGTERM, as a platform ends it; what has not ended by itself a while later is killed. */
  stop(): void;
  /** Resolves once nothing is left of it. */
  gone: Promise<void>;
};

/** A platform's usual patience is ten seconds; stage 04's own limits add up to more. */
const patienceMs = 25_000;

/** `problem`: why it can't be tried; several lines where the fault has details. */
export async function tryOut(options: TrialOptions): Promise<Trial | { problem: string }> {
  const stage = await loadStage(options.entry);
  if (!stage.trial) return { problem: 'This stage has no program of its own to try.' };
  const { openHarness } = await import('../harness/index.ts');
  const { folder, env, signal, onLine } = options;
  const harness = await openHarness({ folder, environment: { ...env }, signal });
  const cleanups: (() => void | Promise<void>)[] = [];
  const context = harness.contextFor({
    ...bareScope(signal),
    defer: (cleanup) => void cleanups.push(cleanup),
    log: (source, line) => {
      if (source === 'app') onLine(line);
    },
  });
  const close = async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
    await harness.close();
  };
  try {
    return running(await start(stage, context, onLine), stage.trial.requests, signal, close);
  } catch (error) {
    await close();
    signal.throwIfAborted();
    return { problem: problemOf(error, stage, context) };
  }
}

type Server = Awaited<ReturnType<CheckContext['app']['start']>>;

async function start(
  { trial }: Stage,
  { app, upstream }: CheckContext,
  onLine: (line: string) => void,
): Promise<Server> {
  const settings: Record<string, string> = { ...trial?.env };
  for (const [name, answer] of Object.entries(trial?.upstreams ?? {})) {
    const played = await upstream.serve((request) => {
      onLine(`[${name}] ${request.method} ${request.path} ${request.body}`.trimEnd());
      request.answer({ body: answer(request.path) });
    });
    settings[name] = played.url;
  }
  return app.start({ env: settings });
}

function running(
  server: Server,
  requests: readonly TrialRequest[],
  signal: AbortSignal,
  close: () => Promise<void>,
): Trial {
  const exit = server.exited(Number.POSITIVE_INFINITY) as Promise<Exit>;
  const killed = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  return {
    url: server.url(''),
    requests: requests.map((one) => ({ says: one.says, curl: curlOf(one, server.url(one.path)) })),
    ended: exit.then(describeExit),
    stop() {
      server.signal('SIGTERM');
      void server.exited(patienceMs).then((ended) => (ended ? undefined : server.stop()));
    },
    gone: Promise.race([exit, killed]).then(close),
  };
}

function problemOf(error: unknown, { explainFault }: Stage, { files }: CheckContext): string {
  if (error instanceof LackError) return describeLack(error.lack);
  if (!(error instanceof FaultyProgram)) throw error;
  const { summary, hint } = explainFault?.(error.fault, files) ?? describeFault(error.fault);
  return hint ? `${summary}\n${hint}` : summary;
}

/** For a POSIX shell: -i shows status and header, which a browser hides. */
export function curlOf({ method, body, headers = {} }: TrialRequest, url: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const all = { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers };
  return [
    'curl -i',
    ...(method && !(method === 'POST' && body !== undefined) ? [`-X ${method}`] : []),
    ...Object.entries(all).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
    url,
  ].join(' ');
}
