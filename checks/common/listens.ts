import {
  attempt,
  type Check,
  type CheckContext,
  check,
  crashIn,
  type Exit,
  fail,
  type Goroutine,
  type Server,
} from '#kit';
import { endsUnasked } from './findings/ended.ts';
import { answersNothing } from './findings/no-answer.ts';
import { ownPlace } from './waiting.ts';

/** `shownBy`: the path that shows a program that has begun to end. `env`: lets it end without delay, should it do so. */
type Unasked = { shownBy?: string; env?: Record<string, string> };

/**
 * Accepts connections on $PORT, answers, and goes on doing so. Measures exec → first accepted connection, and the memory it uses at rest.
 * `path`: one that the contract promises to answer at once, without asking anybody.
 */
export function listens(path: string, options: Partial<Check> = {}, unasked: Unasked = {}): Check {
  return {
    ...check('listens', 'listens on the port in $PORT, and answers', { gate: true }, async (context) => {
      const server = await context.app.start({ env: unasked.env });
      await staysUp(server, path, context);
      context.measure('startup', server.startupMs, 'ms');
      const resident = await server.residentBytes();
      if (resident !== undefined) context.measure('resident', resident, 'bytes');
      await goesOn(server, unasked.shownBy ?? path, context);
    }),
    ...options,
  };
}

/** One request, so that a program that accepts and then ends (main returned) is seen here and not in every later check. */
async function staysUp(server: Server, path: string, context: CheckContext): Promise<void> {
  const reply = await context.http.get(server.url('/'), { timeoutMs: shortMs });
  if (reply.outcome === 'answered') return;
  if (reply.outcome === 'timed-out') return answersAtAll(server, path, context);
  const exit = await server.exited(1000);
  // A request brought it down, sooner or later than we look: the checks of what it serves tell that, and always.
  if (!exit || crashed(server, exit)) return;
  fail(endsUnasked({ path: '/', reply, exit, log: server.log.evidence }, context.source));
}

/**
 * Nor does it end unasked when Go's runtime sends it what it sends all the time. Found out here, and always: in every later check
 * it would be a matter of luck.
 */
async function goesOn(server: Server, path: string, { http, source }: CheckContext): Promise<void> {
  const before = await http.get(server.url(path), { timeoutMs: shortMs });
  await server.preempt();
  const reply = await http.get(server.url(path), { timeoutMs: shortMs });
  // Not the other way round: readiness may come late.
  if (
    reply.outcome === 'timed-out' ||
    (reply.outcome === 'answered' && (before.status !== 200 || reply.status === 200))
  )
    return;
  const exit = reply.outcome === 'answered' ? undefined : await server.exited(1000);
  // Nobody listens any more, or it is gone, or it says that it is going: no other answer, however bad, is an end.
  const ends = reply.outcome === 'refused' || reply.outcome === 'answered' || exit !== undefined;
  if (!ends || crashed(server, exit)) return;
  fail(endsUnasked({ path, reply, before: before.status, exit, log: server.log.evidence }, source));
}

const crashed = (server: Server, exit: Exit | undefined): boolean =>
  crashIn(
    server.log.lines.map(({ text }) => text),
    exit !== undefined,
  ) !== undefined;

/** No contract says what / answers, so this alone proves nothing. */
const shortMs = 3_000;
/** As long as the check of this very path would wait. */
const patienceMs = 10_000;

/**
 * Every check would wait for its own requests, and tell the same in other words. One that hangs on some paths only is left to the
 * checks of those.
 */
async function answersAtAll(server: Server, path: string, context: CheckContext): Promise<void> {
  const reply = await context.http.get(server.url(path), { timeoutMs: patienceMs });
  // A header that has come is an answer, however slow the rest of it is.
  if (reply.outcome !== 'timed-out' || reply.status !== 0) return;
  const { source } = context;
  const handlers = await stuckHandlers(path, context);
  const asked = ['GET /', `GET ${path}`];
  fail(answersNothing({ asked, waitedMs: patienceMs, reply, log: server.log.evidence, handlers, source }));
}

/** Where the handlers are while a request waits: in a build with the probe, which says nothing about the verdict. */
async function stuckHandlers(path: string, { app, http }: CheckContext): Promise<Goroutine[]> {
  const found = await attempt(
    (async () => {
      const server = await app.start({ build: 'probe' });
      await http.get(server.url(path), { timeoutMs: shortMs });
      return (await server.probe.goroutines()).filter(
        (one) => ownPlace(one) && one.frames.some(({ function: name }) => name.startsWith('net/http.(*conn).serve')),
      );
    })(),
  );
  return found.ok ? found.value : [];
}
