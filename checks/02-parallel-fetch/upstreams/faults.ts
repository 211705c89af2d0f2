/** The ways in which an upstream fails. What a program that overlooks one is told: findings/words.ts. */
import type { UpstreamHandler } from '#kit';

/** Faults of an upstream that accepts the connection. */
export const faults = [
  'status-500',
  'status-404',
  'status-503',
  'status-201',
  'status-204',
  'web-page',
  'empty-body',
  'cut-json',
  'cut-body',
  'hung-up',
] as const;
export type ServedFault = (typeof faults)[number];
export type Fault = ServedFault | 'refused';

const whole = '{"id":7,"name":"Ada","note":"this document is whole"}';

export const applyFault: Record<ServedFault, UpstreamHandler> = {
  'status-500': (request) => request.answer({ status: 500, body: whole }),
  'status-404': (request) => request.answer({ status: 404, body: '{"error":"no such user"}' }),
  'status-503': (request) => request.answer({ status: 503, body: whole }),
  'status-201': (request) => request.answer({ status: 201, body: whole }),
  'status-204': (request) => request.answer({ status: 204 }),
  'web-page': (request) => request.answer({ body: '<html>Please sign in</html>' }),
  'empty-body': (request) => request.answer({ body: '' }),
  'cut-json': (request) => request.answer({ body: whole.slice(0, 20) }),
  'cut-body': (request) => {
    request.begin({ body: whole }, 20);
    request.hangUp();
  },
  'hung-up': (request) => request.hangUp(),
};

/** net/http itself repeats a GET when a connection that was used before ends without an answer. */
export const mayBeResent = (fault: Fault) => fault === 'hung-up';
