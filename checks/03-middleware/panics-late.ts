/** A panic after the header, and http.ErrAbortHandler: no second answer, no noise. */
import { check, fail, type Reply } from '#kit';
import {
  abortAnswered,
  abortEndsProgram,
  abortTraced,
  answeredTwice,
  goneAfterHeader,
  lateNotLogged,
  lateStatusWrong,
} from './findings/panics-late.ts';
import { statusOf } from './log/request-line.ts';
import { hasEncodedTrace, hasTrace } from './log/trace.ts';
import { logsOrdinary, noHurry, type Scene, start } from './scene.ts';

export const panicsLate = check(
  'panics-late',
  'sends no second answer after a panic, and passes http.ErrAbortHandler on',
  { level: 'stretch', lesson: 'Recovery', after: ['recovers'] },
  async (context) => {
    const scene = await start(context, noHurry);
    await aborts(scene);
    // What the program printed about /abort is read once the line of a later request is.
    const logs = await logsOrdinary(scene);
    if (!logs) await survives(scene);
    logsNoTrace(scene);
    await endsTheAnswer(scene);
    if (logs) await logs200Or500(scene);
  },
);

async function aborts({ get, saw }: Scene): Promise<void> {
  const reply = await get('/abort');
  if (reply.outcome !== 'reset' && reply.outcome !== 'cut') fail(abortAnswered(saw(reply)));
}

/** A program that has logged a later request is alive; any other may be about to end. */
async function survives({ server, seen }: Scene): Promise<void> {
  const exit = await server.exited(1_000);
  if (exit) fail(abortEndsProgram(seen(), exit));
}

function logsNoTrace({ server, seen }: Scene): void {
  const line = server.log.lines.find(({ text }) => hasTrace(text) || hasEncodedTrace(text));
  if (line) fail(abortTraced(seen(), line.text));
}

async function endsTheAnswer({ get, saw }: Scene): Promise<void> {
  const reply = await get('/panic-late');
  if (hasSecondAnswer(reply)) fail(answeredTwice(saw(reply)));
  if (reply.outcome === 'timed-out' || reply.outcome === 'refused') fail(goneAfterHeader(saw(reply)));
}

const firstHalf = /the first half of an answer\s*/;

export function hasSecondAnswer({ status, body }: Pick<Reply, 'status' | 'body'>): boolean {
  const rest = body.replace(firstHalf, '');
  if (firstHalf.test(body)) return rest !== '';
  return status === 200 && /internal|error/i.test(rest);
}

async function logs200Or500({ log, seen }: Scene): Promise<void> {
  const line = await log.line('/panic-late');
  if (!line) fail(lateNotLogged(seen()));
  const status = statusOf(line);
  if (status !== 200 && status !== 500) fail(lateStatusWrong(seen(), line));
}
