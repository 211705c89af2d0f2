/** One request and its reply over node:http, on a connection of the caller's. Errors become outcomes. */
import { type Agent, type ClientRequest, type IncomingMessage, request as open } from 'node:http';
import { deadline, type HttpRequest, type Reply, type ReplyOutcome } from '../../kit/index.ts';
import { encodeBody, makeReply, type Received } from './reply.ts';
import type { NoteError } from './shortages.ts';

/** Only the beginning of a longer body is kept. Reading stops at twice that, so an endless body ends. */
const keptBytes = 4 * 2 ** 20;
/** A request's time limit where it sets none with `timeoutMs`. */
export const defaultTimeoutMs = 10_000;

export type Exchange = {
  agent: Agent;
  /** The check's: ends the exchange as aborted. */
  signal: AbortSignal;
  /** Ends the exchange as timed out before its own time limit. */
  giveUp?: AbortSignal;
  /** The request is held back until this resolves, its connection already open. */
  go?: Promise<void>;
  /** The connection is open; with `Expect: 100-continue`: the server has asked for the body (RFC 9110, 10.1.1). */
  onReady?: () => void;
  onError: NoteError;
  /** All of it was handed to the system, or never will be. */
  onSent?: () => void;
};

export function openRequest(request: HttpRequest, agent: Agent): { outgoing: ClientRequest; body: Buffer | undefined } {
  const { body, type } = encodeBody(request);
  const outgoing = open(request.url, {
    method: request.method ?? 'GET',
    agent,
    headers: {
      ...(type ? { 'Content-Type': type } : {}),
      ...(body ? { 'Content-Length': String(body.length) } : {}),
      ...request.headers,
    },
  });
  outgoing.setNoDelay(true);
  return { outgoing, body };
}

export async function exchange(request: HttpRequest, via: Exchange): Promise<Reply> {
  const begun = performance.now();
  const { outgoing, body } = openRequest(request, via.agent);
  const limit = deadline(request.timeoutMs ?? defaultTimeoutMs);
  let ending: ReplyOutcome | undefined;
  const hangUp = (outcome: ReplyOutcome) => {
    ending ??= outcome;
    outgoing.destroy();
  };
  for (const signal of [limit.signal, via.giveUp])
    signal?.addEventListener('abort', () => hangUp('timed-out'), { once: true });
  const abort = () => hangUp('aborted');
  for (const signal of [via.signal, request.signal]) {
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
  }
  const answer = receive(outgoing, via.onError);
  // The barrier is ours: how long it holds a request back is not the server's time.
  void transmit(outgoing, body, via.go ? { ...via, go: via.go.finally(limit.pause()) } : via);
  const received = await answer;
  limit.stop();
  for (const signal of [via.signal, request.signal]) signal?.removeEventListener('abort', abort);
  const ms = performance.now() - begun;
  return makeReply(request, {
    ...received,
    outcome: ending !== undefined && received.outcome !== 'answered' ? ending : received.outcome,
    ms,
    reused: outgoing.reusedSocket,
  });
}

async function transmit(outgoing: ClientRequest, body: Buffer | undefined, via: Exchange): Promise<void> {
  if (via.go) {
    const ready = () => via.onReady?.();
    if (outgoing.hasHeader('Expect')) {
      // node:http sends this header at once; the body waits.
      for (const event of ['continue', 'response']) outgoing.once(event, ready);
    } else {
      // Opens the connection without sending: the socket is there before a byte of the request is.
      outgoing.once('socket', (socket) => {
        if (socket.connecting) socket.once('connect', ready);
        else ready();
      });
    }
    outgoing.once('error', ready);
    await via.go;
  }
  if (via.onSent) for (const event of ['finish', 'close']) outgoing.once(event, via.onSent);
  outgoing.end(body);
}

type Raw = Omit<Received, 'ms'>;

function receive(outgoing: ClientRequest, onError: NoteError): Promise<Raw> {
  return new Promise((resolve) => {
    let answered = false;
    outgoing.once('response', (incoming) => {
      answered = true;
      resolve(collectBody(incoming));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      onError(error);
      if (!answered) resolve({ outcome: outcomeOfError(error), error: error.message });
    });
    outgoing.once('close', () => {
      if (!answered) resolve({ outcome: 'reset' });
    });
  });
}

/** Node's error codes (node:errors, llhttp's HPE_*) in our words. */
export function outcomeOfError(error: NodeJS.ErrnoException): ReplyOutcome {
  if (error.code === 'ECONNREFUSED') return 'refused';
  if (error.code === 'ETIMEDOUT') return 'timed-out';
  if (error.code?.startsWith('HPE_')) return error.code === 'HPE_INVALID_EOF_STATE' ? 'reset' : 'malformed';
  return 'reset';
}

function collectBody(incoming: IncomingMessage): Promise<Raw> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let done = false;
    const end = (outcome: ReplyOutcome, error?: string) => {
      if (done) return;
      done = true;
      resolve({
        outcome,
        status: incoming.statusCode ?? 0,
        statusText: incoming.statusMessage ?? '',
        rawHeaders: incoming.rawHeaders,
        body: Buffer.concat(chunks).subarray(0, keptBytes),
        truncated: bytes > keptBytes,
        error,
      });
    };
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= keptBytes * 2) chunks.push(chunk);
      else {
        end('cut', `we stopped reading after ${keptBytes * 2} bytes`);
        incoming.destroy();
      }
    });
    incoming.once('end', () => end('answered'));
    incoming.once('error', (error) => end('cut', error.message));
    incoming.once('close', () => end('cut'));
  });
}
