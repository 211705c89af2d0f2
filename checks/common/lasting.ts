/** A program that ends after a while, whatever is asked of it. Most checks are over sooner, and would see it only on a slow machine. */
import { type CheckContext, fail, type Server } from '#kit';
import { endedFinding } from './findings/ended.ts';

/** Long enough for what only begins (a goroutine that gives up, a context that is done); a learner waits for a verdict meanwhile. */
const lastingMs = 2_000;

export async function lasts(server: Server, { source }: Pick<CheckContext, 'source'>): Promise<void> {
  const exit = await server.exited(lastingMs);
  if (exit) fail(endedFinding({ kind: 'ended-by-itself', exit, log: server.log.evidence }, source));
}
