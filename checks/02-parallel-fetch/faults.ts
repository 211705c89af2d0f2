/** The ways in which an upstream fails, and what a program that overlooks one should be told. */
import type { UpstreamRequest } from '#kit';
import { sends } from './places.ts';

export type Advice = { hint: string; look: RegExp };
export type Fault = {
  what: string;
  advice: Advice;
  apply(request: UpstreamRequest): void;
  /** net/http itself sends a GET again where a connection that was used before ends without an answer. */
  sentAgain?: true;
};

const whole = '{"id":7,"name":"Ada","note":"this document is whole"}';

const status: Advice = {
  hint: 'client.Do returns no error for such an answer: look at its StatusCode, before the body. Anything but http.StatusOK is a failure, whatever the body says.',
  look: /StatusCode/,
};
const reading: Advice = {
  hint: 'Read the whole body, look at the error of reading it, then ask json.Valid. Text that is not JSON cannot be put into a dashboard.',
  look: /json\.Valid|ReadAll\(|\.Decode\(|Unmarshal\(/,
};
const cut: Advice = {
  hint: 'Reading the body returns io.ErrUnexpectedEOF then: look at the error of io.ReadAll or Decode, not only at that of the request.',
  look: /ReadAll\(|\.Decode\(/,
};
export const sending: Advice = {
  hint: 'client.Do returns an error then. Hand it back to whoever waits for the result; a dropped error looks like an empty document.',
  look: sends,
};

export const faults: Fault[] = [
  { what: 'answered 500', advice: status, apply: (request) => request.answer({ status: 500, body: whole }) },
  {
    what: 'answered 404',
    advice: status,
    apply: (request) => request.answer({ status: 404, body: '{"error":"no such user"}' }),
  },
  { what: 'answered 503', advice: status, apply: (request) => request.answer({ status: 503, body: whole }) },
  { what: 'answered 201', advice: status, apply: (request) => request.answer({ status: 201, body: whole }) },
  { what: 'answered 204 without a body', advice: status, apply: (request) => request.answer({ status: 204 }) },
  {
    what: 'answered 200 with a web page instead of JSON',
    advice: reading,
    apply: (request) => request.answer({ body: '<html>Please sign in</html>' }),
  },
  { what: 'answered 200 with an empty body', advice: reading, apply: (request) => request.answer({ body: '' }) },
  {
    what: 'answered 200 with JSON that ends in the middle',
    advice: reading,
    apply: (request) => request.answer({ body: whole.slice(0, 20) }),
  },
  {
    what: 'closed the connection in the middle of the body',
    advice: cut,
    apply(request) {
      request.begin({ body: whole }, 20);
      request.hangUp();
    },
  },
  {
    what: 'closed the connection without an answer',
    advice: sending,
    sentAgain: true,
    apply: (request) => request.hangUp(),
  },
];
