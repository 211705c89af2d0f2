/** One exchange with the service, and what a finding about it needs to know. */
import type { Evidence, Exit, Goroutine, Reply, Source } from '#kit';
import { answering, type Code } from '../../common/routes/answering.ts';
import type { Asked } from '../../common/routes/patterns.ts';

export type Answer = {
  /** What we did, to begin a sentence with: 'GET /health'. */
  request: string;
  reply: Reply;
  /** What went over the wire, where it is one request. */
  asked?: Asked;
  /** Set when no complete answer came: how the program ended, if it did, what it had printed by then, what it was doing. */
  aftermath?: { exit?: Exit; log: Evidence; goroutines?: readonly Goroutine[] };
  source: Source;
};

/** The code that gave this answer. */
export const codeOf = ({ asked, source }: Answer): Code => answering(asked, source);

/** What a check knows about the usual cause of a wrong answer. */
export type Advice = {
  hint?: string;
  /** The learner's line to look at. */
  code?: Evidence;
};
