/** What a check may have seen, as values. */
import { type Evidence, type Files, late, type Reply, sourceOf } from '#kit';
import type { Asked, Seen } from '../../../checks/02-parallel-fetch/seen.ts';
import { makeReply } from '../../../src/harness/http/reply.ts';

export function answered(status: number, body: string, type = 'application/json'): Reply {
  return makeReply(
    { url: 'http://127.0.0.1:1/api/dashboard/7' },
    { outcome: 'answered', status, rawHeaders: ['Content-Type', type], body: Buffer.from(body), ms: 1_234 },
  );
}
export const closed: Reply = makeReply({ url: 'http://127.0.0.1:1/api/dashboard/7' }, { outcome: 'reset', ms: 5 });

export const asked = (path: string, connection = 1): Asked => ({ method: 'GET', path, connection });

const events: Evidence = { kind: 'events', title: 'timeline', text: '' };
const log: Evidence = { kind: 'log', title: 'log', text: '' };

const sourceWith = (code: string) => {
  const files: Files = {
    root: '/nowhere',
    list: () => ['dashboard.go'],
    read: (file) => (file === 'dashboard.go' ? code : undefined),
  };
  return sourceOf(files);
};

/** Dashboard 7, asked for once at both upstreams and not answered yet, unless told otherwise. */
export const seenWith = ({ code = '', ...seen }: Partial<Omit<Seen, 'source'>> & { code?: string } = {}): Seen => ({
  id: 7,
  reply: late,
  requests: { profile: [asked('/profiles/7')], orders: [asked('/orders/7')] },
  timeline: events,
  log,
  source: sourceWith(code),
  ...seen,
});

/** The learner's lines a finding points at. */
export const pointsAt = ({ evidence }: { evidence: readonly Evidence[] }) =>
  evidence.flatMap(({ at }) => (at ? [at.line] : []));
