/** A response that is read as it arrives. */
import type { Agent, IncomingMessage } from 'node:http';
import { type CheckScope, type HttpRequest, type Late, late, type Streaming, within } from '../../kit/index.ts';
import { defaultTimeoutMs, openRequest, outcomeOfError } from './exchange.ts';
import { Reception } from './reception.ts';
import { makeReply } from './reply.ts';
import type { NoteError } from './shortages.ts';

export async function openStream(
  request: HttpRequest,
  agent: Agent,
  scope: Pick<CheckScope, 'signal' | 'defer'> & { onError: NoteError },
): Promise<Streaming> {
  const begun = performance.now();
  const { outgoing, body } = openRequest(request, agent);
  scope.defer(() => void outgoing.destroy());
  const abort = () => outgoing.destroy();
  scope.signal.addEventListener('abort', abort, { once: true });
  outgoing.end(body);
  const first = new Promise<IncomingMessage | NodeJS.ErrnoException>((resolve) => {
    outgoing.once('response', resolve);
    outgoing.on('error', resolve).on('error', scope.onError);
    outgoing.once('close', () => resolve(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
  const came = await within(request.timeoutMs ?? defaultTimeoutMs, first);
  const ms = performance.now() - begun;
  if (came === late || came instanceof Error) {
    outgoing.destroy();
    const outcome = came === late ? ('timed-out' as const) : outcomeOfError(came);
    return neverBegun(makeReply(request, { outcome, ms, error: came === late ? undefined : came.message }));
  }
  const head = makeReply(request, {
    outcome: 'answered',
    status: came.statusCode ?? 0,
    statusText: came.statusMessage ?? '',
    rawHeaders: came.rawHeaders,
    ms,
  });
  return reading(head, came, () => outgoing.destroy());
}

function neverBegun(head: Streaming['head']): Streaming {
  return {
    head,
    text: '',
    next: async () => undefined,
    until: async () => false,
    ended: Promise.resolve('cut'),
    close: () => {},
  };
}

function reading(head: Streaming['head'], incoming: IncomingMessage, close: () => void): Streaming {
  const pieces: string[] = [];
  let text = '';
  let taken = 0;
  const reception = new Reception();
  const ended = new Promise<'complete' | 'cut'>((resolve) => {
    incoming.once('end', () => resolve('complete'));
    incoming.once('error', () => resolve('cut'));
    incoming.once('close', () => resolve('cut'));
  });
  void ended.then(() => reception.end());
  incoming.setEncoding('utf8');
  incoming.on('data', (piece: string) => {
    pieces.push(piece);
    text += piece;
    reception.changed();
  });
  return {
    head,
    async next(ms = 10_000): Promise<string | undefined | Late> {
      if (await reception.until(() => taken < pieces.length, ms)) return pieces[taken++];
      return reception.over ? undefined : late;
    },
    until: (wanted, ms = 10_000) => reception.until(() => text.includes(wanted), ms),
    get text() {
      return text;
    },
    ended,
    close,
  };
}
