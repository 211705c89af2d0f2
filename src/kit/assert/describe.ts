/** Replies and exits in words, for the expected/actual lines of a finding. */
import type { Exit } from '../instruments/app.ts';
import type { Reply } from '../instruments/http.ts';
import { size } from './amounts.ts';
import { visible } from './invisible.ts';

const outcomes: Record<Reply['outcome'], string> = {
  answered: 'answered',
  cut: 'the answer was cut off before its end',
  refused: 'the connection was refused',
  reset: 'the connection was closed without an answer',
  'timed-out': 'no answer came in time',
  malformed: 'what came back is not HTTP',
  aborted: 'we hung up before an answer came',
};

const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

/** For a reply or an exit that may be undefined, use describeReply and describeExit: they say what is missing. */
export function describe(thing: Reply | Exit): string {
  return 'outcome' in thing ? describeReply(thing) : describeExit(thing);
}

export function describeExit(exit: Exit | undefined): string {
  if (exit === undefined) return 'it was still running';
  if (exit.exceeded) return describeExcess(exit.exceeded);
  return exit.signal ? `ended by ${exit.signal}` : `exit code ${exit.code}`;
}

function describeExcess({ what, limit }: NonNullable<Exit['exceeded']>): string {
  return what === 'output'
    ? `it printed more than ${size(limit)}, so we stopped it`
    : `it used more than ${Math.round(limit / 2 ** 20)} MiB of memory, so we stopped it`;
}

export function describeReply(reply: Reply | undefined): string {
  if (reply === undefined) return 'no answer';
  if (reply.outcome === 'refused' || reply.outcome === 'reset' || reply.outcome === 'timed-out')
    return outcomes[reply.outcome];
  if (reply.status === 0) return outcomes[reply.outcome];
  const body = reply.body.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  const shown =
    body === '' ? 'with an empty body' : `with body ${shortened(visible(body.replace(/[ \t\r\n]+/g, ' ')), 120)}`;
  const end = reply.outcome === 'answered' ? '' : `; ${outcomes[reply.outcome]}`;
  return `status ${reply.status} ${shown}${end}`;
}
