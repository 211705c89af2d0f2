/** One JSON line for each request. */
import { type CheckContext, check, fail, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { judgeDuration, judgeQuickOnes } from './duration.ts';
import { shapeProblem, valueProblem } from './line-shape.ts';
import { type Printed, requestLine, requestLines } from './lines.ts';
import { explainMissing } from './missing-line.ts';
import { unanswered } from './unanswered.ts';
import { judgeUnchanged } from './unchanged.ts';

/** Decoded this is `/"}`, a newline and the beginning of a forged line: what unescaped output would let through. */
const forging = '/%22%7D%0A%7B%22status%22:200,%22path%22:%22';

type Probe = { method: string; path: string; why?: string };

const probes: Probe[] = [
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

export const logsRequests = check(
  'logs-requests',
  'logs one JSON line for every request',
  { lesson: 'One line a request' },
  async (context) => {
    const gate = await context.upstream.hold();
    const server = await context.app.start({ env: { GATE_URL: gate.url, HANDLER_TIMEOUT: '30s' } });
    for (const probe of probes) await judgeOne(context, server, probe);
    await judgeDuration(context, server, gate, (reply) =>
      judgeLine(context, server, { method: 'GET', path: '/slow', reply }),
    );
    await judgeStream(context, server);
    judgeOnce(context, server, [...probes.map(({ path }) => path), '/slow', '/stream']);
    await judgeRefused(context, server);
    await judgeQuickOnes(context, server);
  },
);

async function judgeOne(context: CheckContext, server: Server, { method, path, why }: Probe): Promise<void> {
  const reply = await context.http.send({ method, url: server.url(path) });
  if (reply.outcome !== 'answered') await unanswered(context, server, reply, `${method} ${path}`);
  judgeUnchanged(context, server, path, reply);
  await judgeLine(context, server, { method, path, reply, why });
}

type Logged = { method: string; path: string; reply: Reply; why?: string | undefined };

async function judgeLine(context: CheckContext, server: Server, logged: Logged): Promise<Printed> {
  const { method, path, reply, why } = logged;
  const line = await requestLine(server, path);
  if (!line) fail(explainMissing(context, server, { method, path, reply, why }));
  const problem = shapeProblem(line) ?? valueProblem(line, logged, context.files);
  if (problem)
    fail({
      summary: `The log line of ${method} ${path} ${problem.what}.`,
      expected: problem.expected,
      actual: line.text,
      hint: problem.hint,
      evidence: [server.log.evidence, reply.evidence, recorderIn(context)],
    });
  return line;
}

const recorderIn = ({ files }: CheckContext) => pointAt(files, /\) WriteHeader\(/, 'your recorder');

/** The gate is open by now. */
async function judgeStream(context: CheckContext, server: Server): Promise<void> {
  const reply = await context.http.get(server.url('/stream'));
  if (reply.outcome !== 'answered') await unanswered(context, server, reply, 'GET /stream');
  await judgeLine(context, server, {
    method: 'GET',
    path: '/stream',
    reply,
    why: '/stream is exempt from time-outs, not from logging and ids: give it the other layers too.',
  });
}

function judgeOnce({ files }: CheckContext, server: Server, paths: string[]): void {
  for (const path of paths) {
    const lines = requestLines(server, path);
    if (lines.length <= 1) continue;
    fail({
      summary: `One request for ${path} was logged ${lines.length} times.`,
      expected: 'one line for each request',
      actual: lines.map(({ text }) => text).join('\n'),
      hint: 'The logging layer is around the handler more than once. Where do you wrap?',
      evidence: [server.log.evidence, pointAt(files, /[wW]ith\w*[lL]og\w*\(/, 'one place that wraps')],
    });
  }
}

/** A method that no route takes is answered by the mux, and logged like all others. */
async function judgeRefused(context: CheckContext, server: Server): Promise<void> {
  const { files, http } = context;
  const reply = await http.send({ method: 'POST', url: server.url('/teapot') });
  if (reply.outcome !== 'answered') await unanswered(context, server, reply, 'POST /teapot');
  const posts = () => requestLines(server, '/teapot').filter(({ object }) => object.method === 'POST');
  if (await server.log.find(() => (posts().length > 0 ? true : undefined), 4_000)) return;
  fail({
    summary: `POST /teapot was answered with ${reply.status}, and left no line in the log.`,
    expected: `a line with method "POST", path "/teapot" and status ${reply.status}: every request is logged`,
    actual: 'no line has this method and this path',
    hint: 'No route takes this method, so the mux answers for itself. Wrap the logging layer around the mux, and let it log whatever the status is.',
    evidence: [reply.evidence, server.log.evidence, pointAt(files, /[wW]ith\w*[lL]og\w*\(/, 'one place that wraps')],
  });
}
