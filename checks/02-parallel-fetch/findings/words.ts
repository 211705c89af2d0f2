/** Faults and silences in words, and the advice for a program that overlooks one. */
import type { Fault } from '../upstreams/faults.ts';
import type { Silence } from '../upstreams/silences.ts';
import { sends } from './code.ts';

/** `look`: the learner's line that the advice is about. */
type Advice = { hint: string; look: RegExp };

const status: Advice = {
  hint: 'client.Do returns no error for such an answer: check its StatusCode before the body. Anything but http.StatusOK is a failure, whatever the body says.',
  look: /StatusCode/,
};
const notJson: Advice = {
  hint: 'Read the whole body, check the error of reading it, then ask json.Valid. Text that is not JSON cannot be put into a dashboard.',
  look: /json\.Valid|ReadAll\(|\.Decode\(|Unmarshal\(/,
};
const cut: Advice = {
  hint: 'Reading the body then returns io.ErrUnexpectedEOF: check the error of io.ReadAll or Decode, not only that of the request.',
  look: /ReadAll\(|\.Decode\(/,
};
const sending: Advice = {
  hint: 'client.Do then returns an error. Pass it on together with the result; a dropped error looks like an empty document.',
  look: sends,
};

/** `what` completes "The upstream profile …". */
const faultWords: Record<Fault, { what: string; advice: Advice }> = {
  'status-500': { what: 'answered 500', advice: status },
  'status-404': { what: 'answered 404', advice: status },
  'status-503': { what: 'answered 503', advice: status },
  'status-201': { what: 'answered 201', advice: status },
  'status-204': { what: 'answered 204 without a body', advice: status },
  'web-page': { what: 'answered 200 with a web page instead of JSON', advice: notJson },
  'empty-body': { what: 'answered 200 with an empty body', advice: notJson },
  'cut-json': { what: 'answered 200 with JSON that ends in the middle', advice: notJson },
  'cut-body': { what: 'closed the connection in the middle of the body', advice: cut },
  'hung-up': { what: 'closed the connection without an answer', advice: sending },
  refused: { what: 'refused the connection', advice: sending },
};
export const whatFailed = (fault: Fault) => faultWords[fault].what;
export const adviceOn = (fault: Fault) => faultWords[fault].advice;

const inBody =
  'The time-out then comes as the error of reading the body, from io.ReadAll or Decode: return it wrapped with %w, as you do with the error of client.Do. errors.Is(err, context.DeadlineExceeded) tells it from all others.';

/** `tooLate`: the hint when the program goes on waiting; `not504`: the hint when it answers something else. */
export type SilenceWords = { what: string; tooLate?: string; not504?: string };

export const silenceWords: Record<Silence, SilenceWords> = {
  'never-answers': { what: 'never answers' },
  'stops-halfway': { what: 'sends half of its document and then nothing more', not504: inBody },
  drips: {
    what: 'sends its document one byte at a time, without end',
    not504: inBody,
    tooLate:
      'The clock must not start again with every byte. The deadline of a context does not move: call context.WithTimeout once for each request.',
  },
};
export const whatIsSlow = (silence: Silence) => silenceWords[silence].what;
