/** The order of the layers, seen from outside: what one layer answers, the layers around it know. */
import { check, fail } from '#kit';
import {
  answeredDifferently,
  answerLoggedTwice,
  answerNotLogged,
  answerWithoutId,
  type LayerAnswer,
  loggedWithoutId,
  otherStatusLogged,
} from './findings/order.ts';
import { statusOf } from './log/request-line.ts';
import { noHurry, readSoFar, type Scene, start, startAtGate } from './scene.ts';

const timedOut: LayerAnswer = {
  path: '/slow',
  id: 'onion-slow',
  status: 503,
  what: 'a time-out',
  layer: 'the time-out',
};
const panicked: LayerAnswer = {
  path: '/panic',
  id: 'onion-panic',
  status: 500,
  what: 'a panic',
  layer: 'recovery',
};

export const order = check(
  'order',
  'logs panics and time-outs with their real status and the request’s id',
  { lesson: 'The onion', after: ['logs-requests', 'request-id', 'recovers', 'times-out'] },
  async (context) => {
    await logsAsAnswered(await startAtGate(context, { HANDLER_TIMEOUT: '250ms' }), timedOut);
    await logsAsAnswered(await start(context, noHurry), panicked);
  },
);

async function logsAsAnswered(scene: Scene, asked: LayerAnswer): Promise<void> {
  const { log, saw } = scene;
  const { path, id, status } = asked;
  const reply = await scene.get(path, { id, timeoutMs: 30_000 });
  if (reply.status !== status) fail(answeredDifferently(saw(reply), asked));
  if (reply.header('x-request-id') !== id) fail(answerWithoutId(saw(reply), asked));
  const line = await log.line(path);
  if (!line) fail(answerNotLogged(saw(reply), asked));
  if (statusOf(line) !== status) fail(otherStatusLogged(saw(reply), asked, line));
  if (line.object.request_id !== id) fail(loggedWithoutId(saw(reply), asked, line));
  await logsOnce(scene, asked);
}

async function logsOnce(scene: Scene, asked: LayerAnswer): Promise<void> {
  await readSoFar(scene);
  const lines = scene.log.repeated(asked.path, asked.id);
  if (lines) fail(answerLoggedTwice(scene.seen(), asked, lines));
}
