/** What was seen of one dashboard: all that a finding may draw on. */
import {
  describe,
  type Evidence,
  type Late,
  late,
  type Reply,
  type Source,
  type SourcePattern,
  type UpstreamRequest,
} from '#kit';
import { answering, type Code } from '../common/routes/answering.ts';
import { idOf, type Name } from './upstreams/names.ts';

export type Asked = Pick<UpstreamRequest, 'method' | 'path' | 'connection'>;

export type Seen = {
  /** GET /api/dashboard/{id} */
  id: number | string;
  /** `late`: none so far. */
  reply: Reply | Late;
  /** Everything each upstream has been asked so far, for this dashboard and others. */
  requests: Record<Name, readonly Asked[]>;
  timeline: Evidence;
  /** What the program printed. */
  log: Evidence;
  /** The learner's code, for pointing at a line; no verdict comes from it. */
  source: Source;
};

/** What an upstream was asked for this dashboard. */
export const askedFor = ({ requests, id }: Pick<Seen, 'requests' | 'id'>, name: Name): Asked[] =>
  requests[name].filter((request) => idOf(request) === String(id));

export const describeAnswer = ({ reply }: Pick<Seen, 'reply'>) => (reply === late ? 'no answer yet' : describe(reply));
export const answerEvidence = ({ reply }: Seen) => (reply === late ? undefined : reply.evidence);

/** The code that answers a dashboard. */
export const codeOf = ({ source }: Pick<Seen, 'source'>): Code =>
  answering({ method: 'GET', path: '/api/dashboard/7' }, source);

/** A line there; else one elsewhere, if it is the only one; else the handler. */
export function lookAt(seen: Pick<Seen, 'source'>, ...patterns: SourcePattern[]): Evidence | undefined {
  const code = codeOf(seen);
  return code.source.find(...patterns) ?? seen.source.certain.find(...patterns) ?? code.find();
}
