/** Replies and exits in words, for the expected/actual lines of a finding. */

import type { Exit } from '../instruments/app.ts';
import type { Reply } from '../instruments/http.ts';

const outcomes: Record<Reply['outcome'], string> = {
  answered: 'answered',
  cut: 'the answer was cut off before its end',
  refused: 'the connection was refused',
  reset: 'the connection was closed without an answer',
  'timed-out': 'no answer came in time',
  malformed: 'what came back is not HTTP',
  aborted: 'we hung up before an answer came',
};

const lasting = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

export function describe(thing: Reply | Exit | undefined): string {
  if (thing === undefined) return 'it was still running';
  if ('outcome' in thing) return describeReply(thing);
  if (thing.because) return thing.because;
  return thing.signal ? `ended by ${thing.signal}` : `exit code ${thing.code}`;
}

function describeReply(reply: Reply): string {
  if (reply.outcome === 'refused' || reply.outcome === 'reset' || reply.outcome === 'timed-out')
    return outcomes[reply.outcome];
  if (reply.status === 0) return outcomes[reply.outcome];
  const body = reply.body.trim();
  const shown = body === '' ? 'with an empty body' : `with body ${lasting(body.replace(/\s+/g, ' '), 120)}`;
  const end = reply.outcome === 'answered' ? '' : `; ${outcomes[reply.outcome]}`;
  return `status ${reply.status} ${shown}${end}`;
}
