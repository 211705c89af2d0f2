/** A build through the engine's API: BuildKit (version 2) or the classic builder (version 1). */
import type { Readable } from 'node:stream';
import { type Builder, deadline } from '../../../kit/index.ts';
import { packContext } from './context.ts';
import { type BuildJob, type Built, buildLimitMs, mostOutputBytes } from './job.ts';
import { BuildLog, failLast, readClassic } from './log.ts';
import { readTrace } from './trace.ts';

/** One line of the answer: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageBuild */
type BuildEvent = { stream?: string; status?: string; id?: string; error?: string; aux?: string | { ID?: string } };

export async function buildByApi(job: BuildJob, builder: Builder): Promise<Built> {
  const begun = performance.now();
  const log = new BuildLog(job.onLine);
  const limit = deadline(buildLimitMs(job.environment));
  const flood = new AbortController();
  const signal = AbortSignal.any([job.signal, limit.signal, flood.signal]);
  const state: ApiState = { log, leftBehind: job.leftBehind, cached: false, named: new Map() };
  let stopped: Built['stopped'];
  try {
    for await (const event of events(await request(job, builder, signal))) {
      take(state, event, builder);
      if (log.bytes > mostOutputBytes) flood.abort();
    }
  } catch (error) {
    job.signal.throwIfAborted();
    const refused = refusal(error);
    if (limit.signal.aborted) stopped = 'timed-out';
    else if (flood.signal.aborted) stopped = 'printed-too-much';
    else if (refused === undefined) throw error;
    else failLast(log, refused);
  } finally {
    limit.stop();
  }
  const id = stopped || log.message !== '' ? undefined : state.id;
  return { builder, ms: performance.now() - begun, log, stopped, id };
}

type ApiState = {
  log: BuildLog;
  id?: string;
  leftBehind: (id: string) => void;
  cached: boolean;
  named: Map<string, string>;
};

/** What the engine says when it refuses the request itself, e.g. because it can't parse the Dockerfile. */
function refusal(error: unknown): string | undefined {
  const { statusCode, json } = error as { statusCode?: number; json?: { message?: string } };
  return statusCode ? (json?.message ?? String(error)) : undefined;
}

/** Not by dockerode's own buildImage: for version 2 that opens a gRPC session, which only credentials would need. */
async function request({ engine, files, labels }: BuildJob, builder: Builder, signal: AbortSignal): Promise<Readable> {
  const context = await packContext(files);
  return new Promise((resolve, reject) => {
    const options = {
      dockerfile: 'Dockerfile',
      labels,
      rm: true,
      forcerm: true,
      version: builder === 'buildkit' ? '2' : '1',
    };
    engine.client.modem.dial(
      {
        path: '/build?',
        method: 'POST',
        file: context,
        options,
        abortSignal: signal,
        isStream: true,
        statusCodes: { 200: true, 400: 'bad request', 500: 'server error' },
      } as never,
      (error: unknown, stream: unknown) => (error ? reject(error) : resolve(stream as Readable)),
    );
  });
}

async function* events(stream: Readable): AsyncGenerator<BuildEvent> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as BuildEvent;
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as BuildEvent;
}

function take(state: ApiState, event: BuildEvent, builder: Builder): void {
  if (event.error !== undefined) {
    if (builder === 'classic') failLast(state.log, event.error.trim());
    else state.log.message = event.error.trim();
  } else if (event.id === 'moby.buildkit.trace' && typeof event.aux === 'string') takeTrace(state, event.aux);
  else if (typeof event.aux === 'object' && event.aux.ID) state.id = event.aux.ID;
  else if (event.stream !== undefined) takeStream(state, event.stream);
  else if (event.status && !event.id) state.log.say(event.status);
}

function takeTrace({ log, named }: ApiState, aux: string): void {
  const { vertexes, logs } = readTrace(aux);
  for (const { digest, name, started, completed, cached, error } of vertexes) {
    const step = log.step(digest, name);
    if (started && named.get(digest) === undefined) {
      named.set(digest, name);
      log.say(cached ? `${name} (cached)` : name);
    }
    step.waiting = !started;
    if (completed) step.done = true;
    if (completed && error !== '') step.error = error;
  }
  for (const { vertex, text } of logs) {
    log.bytes += text.length;
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      log.print(vertex, line);
      log.say(line);
    }
  }
}

/** " ---> 5c3892581787" after a step that was not cached names an image that this build made. */
function takeStream(state: ApiState, text: string): void {
  state.log.bytes += text.length;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (line.startsWith('Step ')) state.cached = / : FROM /i.test(line);
    if (line.includes('---> Using cache')) state.cached = true;
    const made = /^ ---> ([0-9a-f]{12,64})$/.exec(line.trimEnd())?.[1];
    if (made && !state.cached) state.leftBehind(made);
    readClassic(state.log, line);
  }
}
