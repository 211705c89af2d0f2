/** The onion's order, seen from outside: whatever a layer answers, the layers around it know. */
import { type CheckContext, check, describe, fail, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { type Printed, requestLine, statusOf, twiceLogged } from './lines.ts';

type Case = { path: string; id: string; status: number; what: string; layer: string; reply: Reply };

export const order = check(
  'order',
  'logs panics and time-outs with their real status and the request’s id',
  { lesson: 'The onion', after: ['logs-requests', 'request-id', 'recovers', 'times-out'] },
  async (context) => {
    const gate = await context.upstream.hold();
    const late = { path: '/slow', id: 'onion-slow', status: 503, what: 'a time-out', layer: 'the time-out' };
    await judge(context, late, { GATE_URL: gate.url, HANDLER_TIMEOUT: '250ms' });
    const panicked = { path: '/panic', id: 'onion-panic', status: 500, what: 'a panic', layer: 'recovery' };
    await judge(context, panicked, { HANDLER_TIMEOUT: '30s' });
  },
);

async function judge(context: CheckContext, asked: Omit<Case, 'reply'>, env: Record<string, string>): Promise<void> {
  const server = await context.app.start({ env });
  const headers = { 'X-Request-ID': asked.id };
  const one: Case = { ...asked, reply: await context.http.get(server.url(asked.path), { headers, timeoutMs: 30_000 }) };
  if (one.reply.status !== one.status) wrongAnswer(server, one);
  if (one.reply.header('x-request-id') !== one.id) noHeader(context, server, one);
  const line = await requestLine(server, one.path);
  if (!line) return noLine(context, server, one);
  if (statusOf(line) !== one.status) wrongStatus(context, server, one, line);
  if (line.object.request_id !== one.id) wrongId(context, server, one, line);
  await judgeOnce(context, server, one);
}

async function judgeOnce(context: CheckContext, server: Server, { path, what, id }: Case): Promise<void> {
  await context.http.get(server.url('/implicit'));
  await requestLine(server, '/implicit'); // what was printed before is read when this is
  const twice = twiceLogged(server, path, id);
  if (!twice) return;
  fail({
    summary: `One request that ended with ${what} was logged ${twice.length} times.`,
    expected: 'one line with method, path, status, duration_ms and request_id for each request',
    actual: twice.map(({ text }) => text.slice(0, 300)).join('\n'),
    hint: 'Whoever counts the log’s lines counts this request twice. Leave the line of the request to the logging layer; an entry of another layer’s own needs no status and no duration.',
    evidence: [layers(context), server.log.evidence],
  });
}

const layers = ({ files }: CheckContext) =>
  pointAt(files, /TimeoutHandler|[wW]ith[A-Z]\w*\(.*[wW]ith[A-Z]\w*\(/, 'where you wrap');

function wrongAnswer(server: Server, { path, status, what, reply }: Case): never {
  fail({
    summary: `This time ${what} was not answered with ${status}.`,
    expected: `GET ${path}: status ${status}, as in the checks before`,
    actual: describe(reply),
    hint: 'It was, in the checks before: does an answer depend on what came before it?',
    evidence: [reply.evidence, server.log.evidence],
  });
}

function noHeader(context: CheckContext, server: Server, { status, what, layer, id, reply }: Case): never {
  fail({
    summary: `The ${status} for ${what} does not have the request’s id.`,
    expected: `X-Request-ID: ${id} in the response, as in every other`,
    actual: `X-Request-ID: ${reply.header('x-request-id') || '(none)'}`,
    hint: `The id must be set outside of ${layer}: what a layer answers knows only the headers that layers around it have set. Make the id in the outermost layer.`,
    evidence: [reply.evidence, layers(context), server.log.evidence],
  });
}

function noLine(context: CheckContext, server: Server, { path, what, layer, status }: Case): never {
  fail({
    summary: `The log has no line for ${what}.`,
    expected: `the request line of ${path}, with status ${status}`,
    actual: `no JSON line with path ${path}, status and duration_ms`,
    hint: `Log outside of ${layer}, and in a deferred function.`,
    evidence: [layers(context), server.log.evidence],
  });
}

function wrongStatus(context: CheckContext, server: Server, one: Case, line: Printed): never {
  const { status, what, layer } = one;
  fail({
    summary: `The client got ${status} for ${what}, the log says ${line.object.status}.`,
    expected: `the line of ${one.path} has status ${status}`,
    actual: line.text,
    hint: `The logger is inside of ${layer}, so it sees the answer of the handler, not the one that ${layer} makes. Wrap the logger around it.`,
    evidence: [layers(context), server.log.evidence, one.reply.evidence],
  });
}

function wrongId(context: CheckContext, server: Server, one: Case, line: Printed): never {
  fail({
    summary: `${one.what[0]?.toUpperCase()}${one.what.slice(1)} is logged without the id of its request.`,
    expected: `the line of ${one.path} has request_id "${one.id}"`,
    actual: line.text,
    hint: 'The layer that makes the id must be outside of the one that logs, and the logger takes it from r.Context(): in the response’s headers or in variables it may not have arrived when a layer between them answers.',
    evidence: [layers(context), server.log.evidence],
  });
}
