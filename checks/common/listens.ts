import { type Check, type CheckContext, check, crashIn, describe, fail, type Server } from '#kit';
import { whyEnded } from './findings/ended.ts';

/** Accepts connections on $PORT. Measures exec → first accepted connection, and the memory it uses at rest. */
export function listens(options: Partial<Check> = {}, env: Record<string, string> = {}): Check {
  return {
    ...check('listens', 'listens on the port in $PORT', { gate: true }, async (context) => {
      const server = await context.app.start({ env });
      await staysUp(server, context);
      context.measure('startup', server.startupMs, 'ms');
      const resident = await server.residentBytes();
      if (resident !== undefined) context.measure('resident', resident, 'bytes');
    }),
    ...options,
  };
}

/** One request, so that a program that accepts and then ends (main returned) is seen here and not in every later check. */
async function staysUp(server: Server, { http, source }: CheckContext): Promise<void> {
  const reply = await http.get(server.url('/'), { timeoutMs: 3_000 });
  if (reply.outcome === 'answered' || reply.outcome === 'timed-out') return;
  const exit = await server.exited(1000);
  if (!exit) return;
  // A request brought it down, sooner or later than we look: the checks of what it serves tell that, and always.
  const printed = server.log.lines.map(({ text }) => text);
  if (crashIn(printed, true)) return;
  const { hint, code } = whyEnded(exit, source);
  fail({
    summary: 'The program began to listen, and then ended.',
    expected: 'it keeps running and serves requests',
    actual: `GET /: ${describe(reply)}; the program ended: ${describe(exit)}`,
    hint,
    evidence: [server.log.evidence, ...code],
  });
}
