/** Every request leaves one JSON line, with what its client got and how long that took. */
import { type CheckContext, check, fail, type Gate, type Reply } from '#kit';
import { answerChange, starterAnswers } from './answers/starter.ts';
import { copiedRecorder } from './code/wrappers.ts';
import { answerChanged, slowNeverAtGate, unanswered } from './findings/answers.ts';
import { loggedTwice, refusalNotLogged, stuckDuration, wrongDuration } from './findings/logs-requests.ts';
import { missingLine, type Sent } from './findings/missing-line.ts';
import { wrongLine } from './findings/wrong-line.ts';
import { complaintAbout } from './log/complaint.ts';
import { lineFault } from './log/line-fault.ts';
import { whyMissing } from './log/missing-line.ts';
import type { Printed } from './log/printed.ts';
import { noHurry, type Scene, startAtGate } from './scene.ts';

/** Decoded this is `/"}`, a newline and the beginning of a forged line: what unescaped output would let through. */
const forging = '/%22%7D%0A%7B%22status%22:200,%22path%22:%22';

const requests: Sent[] = [
  { method: 'GET', path: '/teapot' },
  { method: 'GET', path: '/implicit' },
  { method: 'GET', path: '/whoami' },
  { method: 'POST', path: '/no-such-path' },
  {
    method: 'GET',
    path: forging,
    why: 'The path holds a quote and a newline. Printed with %s they end the line and begin a forged one; log/slog and json.Marshal escape them.',
  },
];

const stream: Sent = {
  method: 'GET',
  path: '/stream',
  why: '/stream is exempt from time-outs, not from logging and ids: give it the other layers too.',
};

export const logsRequests = check(
  'logs-requests',
  'logs one JSON line for every request',
  { lesson: 'One line a request' },
  async (context) => {
    const scene = await startAtGate(context, noHurry);
    for (const request of requests) await logsAsAnswered(scene, request);
    await logsMilliseconds(scene, scene.gate); // the gate is open from here on
    await logsAsAnswered(scene, stream);
    for (const path of [...requests.map((request) => request.path), '/slow', '/stream']) logsOnce(scene, path);
    await logsRefusedMethods(scene);
    await timesEachRequest(context, scene);
  },
);

/** The starter's answer arrives unchanged, and the log says the same. */
async function logsAsAnswered(scene: Scene, sent: Sent): Promise<void> {
  const reply = await answered(scene, sent);
  const known = starterAnswers[sent.path];
  const change = known && answerChange(scene.code, known, reply);
  if (change) fail(answerChanged(scene.saw(reply), { path: sent.path, known, change }));
  await rightLine(scene, sent, reply);
}

async function answered(scene: Scene, { method, path }: Sent): Promise<Reply> {
  const { http, server } = scene;
  const reply = await http.send({ method, url: server.url(path) });
  if (reply.outcome === 'answered') return reply;
  const complaint = await complaintAbout(reply, server.log);
  return fail(unanswered(scene.saw(reply), { what: `${method} ${path}`, complaint }));
}

/** The line of a request, without a fault. */
async function rightLine(scene: Scene, sent: Sent, reply: Reply): Promise<Printed> {
  const { log, code, saw } = scene;
  const line = await log.line(sent.path);
  if (!line) fail(missingLine(saw(reply), sent, whyMissing(log.texts(), sent.path)));
  const fault = lineFault(line, { method: sent.method, status: reply.status });
  if (fault) fail(wrongLine(saw(reply), sent, line, fault, { copied: copiedRecorder(code) }));
  return line;
}

/** What the gate was shut for is part of the duration, and the duration is part of what the client waited. */
const heldMs = 100;

async function logsMilliseconds(scene: Scene, gate: Gate): Promise<void> {
  const pending = scene.get('/slow', { timeoutMs: 30_000 });
  if (!(await gate.arrived())) {
    const reply = await pending;
    fail(slowNeverAtGate(scene.saw(reply)));
  }
  const shut = performance.now();
  await new Promise((resolve) => setTimeout(resolve, heldMs));
  const held = performance.now() - shut;
  gate.release();
  const reply = await pending;
  const line = await rightLine(scene, { method: 'GET', path: '/slow' }, reply);
  const logged = Number(line.object.duration_ms);
  // Rounding may lose a whole millisecond; the upper bound is tenfold, so that a busy machine cannot matter.
  if (logged < held * 0.95 - 1 || logged > (reply.ms + 500) * 10)
    fail(wrongDuration(scene.saw(reply), { line, heldMs: held }));
}

function logsOnce({ log, seen }: Scene, path: string): void {
  const lines = log.lines(path);
  if (lines.length > 1) fail(loggedTwice(seen(), path, lines));
}

/** The mux answers a method that no route takes, and that is logged like everything else. */
async function logsRefusedMethods(scene: Scene): Promise<void> {
  const reply = await answered(scene, { method: 'POST', path: '/teapot' });
  if (!(await scene.log.line('/teapot', { method: 'POST' }))) fail(refusalNotLogged(scene.saw(reply)));
}

const quickRequests = 100;

/**
 * One request after the other on one connection: the median of their times is what all the layers cost. However busy the
 * machine is, not every one of them takes longer in the log than it did for its client.
 */
async function timesEachRequest({ measure }: CheckContext, scene: Scene): Promise<void> {
  const { http, server, log } = scene;
  const before = log.lines('/implicit').length;
  const session = http.session();
  const times: number[] = [];
  for (let n = 0; n < quickRequests; n++) times.push((await session.get(server.url('/implicit'))).ms);
  session.close();
  const medianMs = times.sort((a, b) => a - b)[quickRequests / 2] ?? 0;
  measure('latency', medianMs, 'ms');
  const lines = log.lines('/implicit').slice(before);
  const leastMs = Math.min(...lines.map(({ object }) => Number(object.duration_ms)));
  if (lines.length >= quickRequests / 5 && leastMs > medianMs * 2 + 50)
    fail(stuckDuration(scene.seen(), { lines, leastMs, medianMs }));
}
