/** A running program, and what the checks of this stage ask of it. */
import type { CheckContext, Gate, Http, Reply, Server } from '#kit';
import type { Code } from './code/code.ts';
import type { Seen, SeenReply } from './findings/seen.ts';
import { statusOf } from './log/request-line.ts';
import { type RequestLog, requestLog } from './log/request-log.ts';

export type Scene = {
  server: Server;
  http: Http;
  code: Code;
  log: RequestLog;
  /** What every finding may show, as of now. */
  seen(): Seen;
  saw(reply: Reply): SeenReply;
  /** `id`: the X-Request-ID that the request brings; none where unset. */
  get(path: string, options?: { id?: string; timeoutMs?: number }): Promise<Reply>;
};

/** One that is undefined is not set. */
type Settings = Record<string, string | undefined>;

/** A handler time-out that no check reaches by accident. */
export const noHurry: Settings = { HANDLER_TIMEOUT: '30s' };

export async function start(context: CheckContext, env: Settings): Promise<Scene> {
  const { app, http, files, source } = context;
  const server = await app.start({ env });
  const seen = () => ({ source, log: server.log.evidence });
  return {
    server,
    http,
    code: files,
    log: requestLog(server.log),
    seen,
    saw: (reply) => ({ ...seen(), reply }),
    get: (path, { id, timeoutMs } = {}) =>
      http.get(server.url(path), { headers: id === undefined ? {} : { 'X-Request-ID': id }, timeoutMs }),
  };
}

/** The program's /slow and /stream wait at the gate until it is released. */
export async function startAtGate(context: CheckContext, env: Settings): Promise<Scene & { gate: Gate }> {
  const gate = await context.upstream.hold();
  const scene = await start(context, { GATE_URL: gate.url, ...env });
  return Object.assign(scene, { gate });
}

/**
 * Whether an ordinary request leaves its line, with the status its client got. If it does not, logs-requests says why, and
 * no other check repeats it: one cause, one finding.
 */
export async function logsOrdinary({ get, log }: Scene): Promise<boolean> {
  const reply = await get('/teapot');
  const line = await log.line('/teapot', { ms: 2_000 });
  return line !== undefined && statusOf(line) === reply.status;
}

/** Output comes in order: once the line of a later request is read, all that was printed before it is read, too. */
export async function readSoFar({ get, log }: Scene): Promise<void> {
  await get('/implicit');
  await log.line('/implicit');
}
