/** One JSON line for each request. */
import { type CheckContext, check, describe, fail, type Gate, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { type Printed, requestLine, requestLines } from './lines.ts';
import { explainMissing } from './missing-line.ts';

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
    await judgeDuration(context, server, gate);
    await judgeStream(context, server);
    judgeOnce(context, server, [...probes.map(({ path }) => path), '/slow', '/stream']);
    await measureLatency(context, server);
  },
);

async function judgeOne(context: CheckContext, server: Server, { method, path, why }: Probe): Promise<void> {
  const reply = await context.http.send({ method, url: server.url(path) });
  if (reply.outcome !== 'answered') notAnswered(server, method, path, reply);
  await judgeLine(context, server, { method, path, reply, why });
}

function notAnswered(server: Server, method: string, path: string, reply: Reply): never {
  fail({
    summary: `${method} ${path} was not answered, so there is nothing to log.`,
    expected: 'an answer of the starter’s route',
    actual: describe(reply),
    hint: 'Does every layer call next.ServeHTTP? Try it: PORT=9000 go run ., then curl -i 127.0.0.1:9000/teapot.',
    evidence: [reply.evidence, server.log.evidence],
  });
}

type Logged = { method: string; path: string; reply: Reply; why?: string | undefined };

async function judgeLine(context: CheckContext, server: Server, logged: Logged): Promise<Printed> {
  const { method, path, reply, why } = logged;
  const line = await requestLine(server, path);
  if (!line) fail(explainMissing(context, server, { method, path, reply, why }));
  const problem = shapeProblem(line) ?? valueProblem(line, logged);
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

type Problem = { what: string; expected: string; hint: string };

function shapeProblem({ object, before }: Printed): Problem | undefined {
  if (before !== '')
    return {
      what: `has something in front of its JSON: ${before}`,
      expected: 'the line begins with { and is JSON as a whole, so that a log collector can read it',
      hint: before.endsWith('}')
        ? 'Two objects share the line: each one ends with a newline. Write object and newline in one call, so that two requests cannot mix.'
        : 'Package log puts the date in front. log.SetFlags(0) or log.New(os.Stdout, "", 0) turn that off; log/slog with a JSONHandler never does it.',
    };
  const missing = ['method', 'path', 'status', 'duration_ms', 'request_id'].filter((key) => !(key in object));
  if (missing.length > 0)
    return {
      what: `lacks ${missing.join(', ')}`,
      expected: 'the keys method, path, status, duration_ms and request_id, at the top level',
      hint: 'Names count: whoever searches the logs of twenty services types the same key for all of them.',
    };
  for (const key of ['status', 'duration_ms'])
    if (typeof object[key] !== 'number')
      return {
        what: `has ${key} as ${JSON.stringify(object[key])}, which is not a JSON number`,
        expected: `${key} is a number, without quotes`,
        hint: 'Hand slog the number itself (an int, a float64), not its text: strconv.Itoa and d.String() make strings.',
      };
  if (typeof object.request_id !== 'string')
    return {
      what: `has request_id as ${JSON.stringify(object.request_id)}, which is not a string`,
      expected: 'request_id is a string',
      hint: 'requestID(r.Context()) gives the string.',
    };
  return undefined;
}

function valueProblem({ object }: Printed, { method, path, reply }: Logged): Problem | undefined {
  if (object.method !== method)
    return {
      what: `says method ${JSON.stringify(object.method)}`,
      expected: `method "${method}"`,
      hint: 'r.Method has it.',
    };
  if (object.status === reply.status) return undefined;
  return {
    what: `says status ${object.status}, but the client got ${reply.status}`,
    expected: `status ${reply.status}`,
    hint: object.status === 0 && path !== '/teapot' ? onlyWrites : unseen,
  };
}

const onlyWrites =
  'A handler that only calls Write has sent 200, and net/http calls its own WriteHeader for it, not your recorder’s. Give the recorder a Write that notes 200 where no status is known yet.';
const unseen =
  'Hand the recorder on instead of w: next.ServeHTTP(recorder, r). Log after that has returned, with the status that the recorder’s WriteHeader was given.';

const recorderIn = ({ files }: CheckContext) => pointAt(files, /\) WriteHeader\(/, 'your recorder');

/** What the gate was shut for is part of the duration, and the duration is part of what the client waited. */
const heldMs = 100;

async function judgeDuration(context: CheckContext, server: Server, gate: Gate): Promise<void> {
  const pending = context.http.get(server.url('/slow'), { timeoutMs: 30_000 });
  const request = await gate.arrived();
  if (!request) neverAtGate(server, await pending);
  const shut = performance.now();
  await new Promise((resolve) => setTimeout(resolve, heldMs));
  const held = performance.now() - shut;
  gate.release();
  const reply = await pending;
  const line = await judgeLine(context, server, { method: 'GET', path: '/slow', reply });
  const duration = Number(line.object.duration_ms);
  // A whole millisecond may be lost to rounding; tenfold above, so that a busy machine cannot matter.
  if (duration >= held * 0.95 - 1 && duration <= (reply.ms + 500) * 10) return;
  fail({
    summary: `The line of GET /slow says duration_ms ${duration}, which is not the time in milliseconds${unitOf(duration / held)}.`,
    expected: `at least ${Math.floor(held)}, as we kept its gate shut for that long, and not much more than the ${Math.ceil(reply.ms)} ms the client waited`,
    actual: line.text,
    hint: 'A time.Duration is a number of nanoseconds, and slog writes it as such. time.Since(start).Milliseconds() gives milliseconds; float64(d.Microseconds())/1000 keeps the fraction. Take the time before next.ServeHTTP, read it after.',
    evidence: [server.log.evidence, pointAt(context.files, /duration_ms/, 'where it is logged')],
  });
}

/** From the factor between what was logged and what it should be. */
function unitOf(factor: number): string {
  if (factor > 2e5) return ' (it looks like nanoseconds)';
  if (factor > 200) return ' (it looks like microseconds)';
  if (factor > 2e-4 && factor < 2e-2) return ' (it looks like seconds)';
  return '';
}

function neverAtGate(server: Server, reply: Reply): never {
  fail({
    summary: 'GET /slow never asked its gate.',
    expected: 'one GET $GATE_URL from the handler of /slow',
    actual: describe(reply),
    hint: 'Keep the starter’s route /slow, and let every layer call next.ServeHTTP.',
    evidence: [reply.evidence, server.log.evidence],
  });
}

/** The gate is open by now. */
async function judgeStream(context: CheckContext, server: Server): Promise<void> {
  const reply = await context.http.get(server.url('/stream'));
  if (reply.outcome !== 'answered') notAnswered(server, 'GET', '/stream', reply);
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

/** What the onion costs: one request after the other on one connection, the median of them. */
async function measureLatency({ http, measure }: CheckContext, server: Server): Promise<void> {
  const session = http.session();
  const times: number[] = [];
  for (let n = 0; n < 100; n++) times.push((await session.get(server.url('/implicit'))).ms);
  session.close();
  measure('latency', times.sort((a, b) => a - b)[50] as number, 'ms');
}
