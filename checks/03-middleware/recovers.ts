/** A panic in one handler is answered and logged, and nobody else notices. */
import { check, fail } from '#kit';
import { jsonErrorFault } from './answers/json-error.ts';
import { namesLine, panickingLines } from './code/panics.ts';
import { notJsonError } from './findings/answers.ts';
import { recovery } from './findings/places.ts';
import {
  deadAfterPanics,
  encodedTrace,
  noTrace,
  not500InLog,
  notRecovered,
  notStatus500,
  panicLoggedTwice,
  programEnded,
  traceShown,
} from './findings/recovers.ts';
import { statusOf } from './log/request-line.ts';
import { hasEncodedTrace, hasTrace } from './log/trace.ts';
import { logsOrdinary, noHurry, readSoFar, type Scene, start } from './scene.ts';

/** What three requests bring, so that their lines can be told apart. */
const ids = ['panic-1', 'panic-2', 'panic-3'];

export const recovers = check(
  'recovers',
  'answers 500 when a handler panics, logs it, and keeps serving',
  { lesson: 'Recovery' },
  async (context) => {
    const scene = await start(context, noHurry);
    const logs = await logsOrdinary(scene);
    for (const id of ids) await answers500(scene, id);
    await logsTrace(scene);
    if (logs) await logs500(scene);
    if (logs) await logsOnce(scene);
    await keepsServing(scene);
  },
);

async function answers500(scene: Scene, id: string): Promise<void> {
  const { get, server, saw } = scene;
  const reply = await get('/panic', { id });
  if (reply.outcome !== 'answered') {
    const exit = await server.exited(1_000);
    fail(exit ? programEnded(saw(reply), exit) : notRecovered(saw(reply)));
  }
  if (reply.status !== 500) fail(notStatus500(saw(reply)));
  const fault = jsonErrorFault(reply);
  if (fault) fail(notJsonError(saw(reply), { fault, cause: 'a panic', at: recovery }));
  if (hasTrace(reply.body)) fail(traceShown(saw(reply)));
}

/** A trace as text, or the line that panics; base64 is not readable. */
async function logsTrace({ server, code, seen }: Scene): Promise<void> {
  const panicking = panickingLines(code);
  const tells = (text: string) => hasTrace(text) || panicking.some((line) => namesLine(text, line));
  const found = await server.log.find(({ text }) => tells(text) || hasEncodedTrace(text) || undefined, 5_000);
  if (!found) fail(noTrace(seen()));
  if (!server.log.lines.some(({ text }) => tells(text))) fail(encodedTrace(seen()));
}

/** The order of the layers shows here: a logger inside of recovery never sees the 500. */
async function logs500({ log, seen }: Scene): Promise<void> {
  const line = await log.line('/panic');
  if (!line || statusOf(line) !== 500) fail(not500InLog(seen(), line));
}

/** An entry about the panic is free to say what it likes, as long as it does not look like a request's line. */
async function logsOnce(scene: Scene): Promise<void> {
  await readSoFar(scene);
  for (const id of ids) {
    const lines = scene.log.repeated('/panic', id);
    if (lines) fail(panicLoggedTwice(scene.seen(), lines));
  }
}

/** More than all slots of any semaphore a program may have. */
const crowd = 150;

async function keepsServing({ http, server, get, saw }: Scene): Promise<void> {
  await http.together(Array(crowd).fill({ url: server.url('/panic'), timeoutMs: 3_000 }));
  let reply = await get('/teapot', { timeoutMs: 5_000 });
  // A program that sheds load may still be shedding.
  for (let n = 0; n < 3 && reply.outcome === 'answered' && reply.status >= 429 && reply.status !== 500; n++)
    reply = await get('/teapot');
  if (reply.outcome !== 'answered' || reply.status >= 500) fail(deadAfterPanics(saw(reply), crowd));
}
