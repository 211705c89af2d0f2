/** How the checks ask the two probes. */
import type { CheckContext, Reply, Server } from '#kit';

/** The contract lets readiness lag by a second and take another to answer; the rest is for a stalled machine. */
export const settleMs = 6_000;
const slowestAnswerMs = 5_000;

export const probe = ({ http }: CheckContext, server: Server, path: string): Promise<Reply> =>
  http.get(server.url(path), { timeoutMs: slowestAnswerMs });
