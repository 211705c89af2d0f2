/** A request's log line is there, but something in it is wrong. */
import { type Finding, finding } from '#kit';
import type { LineFault } from '../log/line-fault.ts';
import type { Printed } from '../log/printed.ts';
import type { Sent } from './missing-line.ts';
import { keyLogged, linesMade, type Place, recorder } from './places.ts';
import type { SeenReply } from './seen.ts';

/** `copied`: the recorder whose WriteHeader has a value receiver, if there is one. */
export type Recorder = { copied?: { receiver: string; type: string } };

export const wrongLine = (
  { reply, log, source }: SeenReply,
  { method, path }: Sent,
  line: Printed,
  fault: LineFault,
  { copied }: Recorder,
): Finding =>
  finding({
    summary: `The log line of ${method} ${path} ${predicateOf(fault)}.`,
    expected: expectedOf(fault),
    actual: line.text,
    hint: fault.fault === 'status' ? whyStatus(fault, path, copied) : hintOf(fault),
    evidence: [log, reply.evidence, placeOf(fault)(source)],
  });

function placeOf(fault: LineFault): Place {
  switch (fault.fault) {
    case 'status':
      return recorder;
    case 'not-a-number':
      return keyLogged(fault.key);
    case 'id-not-text':
      return keyLogged('request_id');
    case 'method':
      return keyLogged('method');
    default:
      return linesMade;
  }
}

function predicateOf(fault: LineFault): string {
  switch (fault.fault) {
    case 'prefix':
      return `has something in front of its JSON: ${fault.before}`;
    case 'lacks-keys':
      return `lacks ${fault.keys.join(', ')}`;
    case 'not-a-number':
      return `has ${fault.key} as ${JSON.stringify(fault.value)}, which is not a JSON number`;
    case 'id-not-text':
      return `has request_id as ${JSON.stringify(fault.value)}, which is not a string`;
    case 'method':
      return `says method ${JSON.stringify(fault.value)}`;
    case 'status':
      return `says status ${fault.value}, but the client got ${fault.status}`;
  }
}

function expectedOf(fault: LineFault): string {
  switch (fault.fault) {
    case 'prefix':
      return 'the line begins with { and is JSON as a whole, so that a log collector can read it';
    case 'lacks-keys':
      return 'the keys method, path, status, duration_ms and request_id, at the top level';
    case 'not-a-number':
      return `${fault.key} is a number, without quotes`;
    case 'id-not-text':
      return 'request_id is a string';
    case 'method':
      return `method "${fault.method}"`;
    case 'status':
      return `status ${fault.status}`;
  }
}

function hintOf(fault: Exclude<LineFault, { fault: 'status' }>): string {
  switch (fault.fault) {
    case 'prefix':
      return fault.before.endsWith('}')
        ? 'Two objects share the line: end each one with a newline. Write object and newline in one call, so that two requests cannot mix.'
        : 'Package log puts the date in front. log.SetFlags(0) or log.New(os.Stdout, "", 0) turns that off; log/slog with a JSONHandler never does it.';
    case 'lacks-keys':
      return 'The names must match: people who search the logs of twenty services type the same key for all of them.';
    case 'not-a-number':
      return 'Give slog the number itself (an int, a float64), not its text: strconv.Itoa and d.String() make strings.';
    case 'id-not-text':
      return 'requestID(r.Context()) returns the string.';
    case 'method':
      return 'r.Method has it.';
  }
}

function whyStatus({ value }: { value: unknown }, path: string, copied: Recorder['copied']): string {
  if (copied)
    return `WriteHeader of ${copied.type} has a value receiver: it notes the status in a copy, which is gone when it returns. func (${copied.receiver} *${copied.type}) notes it in the recorder itself, and you pass on &${copied.type}{…}.`;
  if (value === 0 && path !== '/teapot')
    return 'A handler that only calls Write sends 200, and net/http calls its own WriteHeader for it, not your recorder’s. Give the recorder a Write that notes 200 if there is no status yet.';
  return 'Pass the recorder on instead of w: next.ServeHTTP(recorder, r). Log after that has returned, with the status that the recorder’s WriteHeader was given.';
}
