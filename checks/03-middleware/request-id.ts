/** X-Request-ID: kept, made or replaced, and the same in the response, the log and the handler's context. */
import { type CheckContext, check, describe, fail, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { judgeApart } from './apart.ts';
import { logsOrdinary, printedObject } from './lines.ts';

/** 1 to 128 characters of 0x21–0x7E, as the contract has it. */
const valid = /^[!-~]{1,128}$/;

const harmless: [string, string][] = [
  ['an ordinary id', 'cloud-4711'],
  ['an id with quotes, braces and a backslash, all of them allowed', '{"~!\\<id>&\'}'],
  ['an id of exactly 128 characters', `128-${'k'.repeat(124)}`],
];

/** `mark` is the part that must not survive, not even in a repaired or shortened id. Bytes are written as latin1. */
type Hostile = { what: string; value: string; mark: string; hint: string };

const bytewise =
  'Look at every byte: for i := 0; i < len(id); i++ { if id[i] < 0x21 || id[i] > 0x7E { … } }. A header need not be UTF-8, so ranging over runes or unicode.IsPrint miss some.';
const length = 'At most 128 characters: len(id) > 128 is enough to refuse it. Replace the id, do not cut it.';

const hostile: Hostile[] = [
  { what: 'a tab', value: 'Konrad\tZuse-Z3', mark: 'Zuse', hint: bytewise },
  { what: 'a space', value: 'Ada Lovelace', mark: 'Lovelace', hint: bytewise },
  { what: 'the byte 0xE9', value: 'Grace-Hopper\xe9', mark: 'Hopper', hint: bytewise },
  { what: 'the UTF-8 bytes of ö', value: 'G\xc3\xb6del-machine', mark: 'del-machine', hint: bytewise },
  { what: '129 characters', value: `long-${'q'.repeat(124)}`, mark: 'qqqqqqqq', hint: length },
  { what: '10 kB', value: 'w'.repeat(10_000), mark: 'wwwwwwww', hint: length },
];

export const requestIds = check(
  'request-id',
  'gives every request an id: in the response, in the log and in the context',
  { lesson: 'Request ids' },
  async (context) => {
    const gate = await context.upstream.serve((request) => request.answer());
    const server = await context.app.start({ env: { GATE_URL: gate.url, HANDLER_TIMEOUT: '30s' } });
    const logs = await logsOrdinary(context.http, server);
    const asked: Asked = { http: context.http, files: context.files, logs };
    const made = await judgeMade(asked, server);
    for (const [what, id] of harmless) await judgeKept(asked, server, what, id);
    for (const value of hostile) await judgeReplaced(asked, server, value);
    await judgeEmpty(asked, server, made);
    for (const path of ['/stream', '/no-such-path']) await judgeElsewhere(asked, server, path);
    await judgeApart(context);
  },
);

/** `logs`: ordinary requests leave their line, so that the ids in it can be judged. */
type Asked = Pick<CheckContext, 'http' | 'files'> & { logs: boolean };

const ask = ({ http }: Asked, server: Server, id?: string): Promise<Reply> =>
  http.get(server.url('/whoami'), id === undefined ? {} : { headers: { 'X-Request-ID': id } });

/** No id came: the service makes one, another one each time. */
async function judgeMade(context: Asked, server: Server): Promise<string> {
  const first = await ask(context, server);
  const second = await ask(context, server);
  const ids = [first, second].map((reply) => {
    const id = reply.header('x-request-id');
    if (!valid.test(id)) noId(context, server, reply, 'A request without X-Request-ID', id);
    return id;
  });
  for (const [index, reply] of [first, second].entries())
    await judgeSame(context, server, reply, ids[index] as string, 'A request without X-Request-ID');
  if (ids[0] === ids[1])
    fail({
      summary: 'Two requests were given the same id.',
      expected: 'a fresh id for every request that brings none',
      actual: `both got ${ids[0]}`,
      hint: 'Make the id inside the handler function, once for each request, not where the middleware is built.',
      evidence: [first.evidence, second.evidence, makesId(context)],
    });
  return ids[0] as string;
}

function noId(context: Asked, server: Server, reply: Reply, what: string, id: string): never {
  fail({
    summary:
      id === ''
        ? `${what} was answered without the header X-Request-ID.`
        : `${what} was answered with an X-Request-ID that breaks the rules itself.`,
    expected: 'X-Request-ID in the response, 1 to 128 characters of 0x21–0x7E',
    actual: id === '' ? describe(reply) : `X-Request-ID: ${shown(id)}`,
    hint: 'w.Header().Set("X-Request-ID", id), before next.ServeHTTP: headers that are set after the first byte of the answer are lost.',
    evidence: [reply.evidence, server.log.evidence, makesId(context)],
  });
}

/** Header, context and log line speak of the same id. */
async function judgeSame(context: Asked, server: Server, reply: Reply, id: string, what: string): Promise<void> {
  const seen = (reply.json as { request_id?: unknown } | null | undefined)?.request_id;
  if (seen !== id)
    fail({
      summary: `${what}: the response says one id, the handler of /whoami finds ${seen ? 'another' : 'none'} in its context.`,
      expected: `the body of /whoami is {"request_id":${JSON.stringify(id)}}`,
      actual: describe(reply),
      hint: 'r.WithContext(ctx) gives a new request; the old r knows nothing of it. Call next.ServeHTTP(w, r.WithContext(ctx)), and build every later context on r.Context(), never on context.Background().',
      evidence: [
        reply.evidence,
        pointAt(context.files, /context\.(Background|TODO)\(\)|WithValue/, 'where a context is made'),
      ],
    });
  await judgeLogged(context, server, reply, id, what, '/whoami');
}

async function judgeLogged(
  context: Asked,
  server: Server,
  reply: Reply,
  id: string,
  what: string,
  path: string,
): Promise<void> {
  if (!context.logs) return;
  const line = await server.log.find(({ text }) => {
    const printed = printedObject(text);
    return printed?.object.request_id === id && 'status' in printed.object ? printed : undefined;
  }, 4_000);
  if (line) return;
  const last = server.log.lines.map(({ text }) => printedObject(text)).findLast((one) => one?.object.path === path);
  fail({
    summary: `${what}: no line of the log has the id that the response has.`,
    expected: `a line with "request_id":${JSON.stringify(id)}`,
    actual: last ? last.text : `no JSON line about ${path} at all`,
    hint: last?.object.request_id
      ? 'The line has another id. Log requestID(r.Context()), the id that was found harmless or made: what r.Header.Get says is a stranger’s word.'
      : 'The logging layer must be inside the layer that makes the id: only then does its r.Context() hold it. In handler = withRequestID(withLogging(…)) the id is outermost.',
    evidence: [server.log.evidence, reply.evidence, pointAt(context.files, /request_id"/, 'where the id is logged')],
  });
}

async function judgeKept(context: Asked, server: Server, what: string, id: string): Promise<void> {
  const reply = await ask(context, server, id);
  if (reply.header('x-request-id') !== id)
    fail({
      summary: `A harmless X-Request-ID was not kept: ${what}.`,
      expected: `X-Request-ID: ${id}`,
      actual: reply.outcome === 'answered' ? `X-Request-ID: ${shown(reply.header('x-request-id'))}` : describe(reply),
      hint: 'The id comes from the service that called you; keeping it ties the logs of both together. Allowed is every byte from 0x21 to 0x7E, 1 to 128 of them.',
      evidence: [reply.evidence, makesId(context)],
    });
  await judgeSame(context, server, reply, id, `With ${what}`);
}

async function judgeReplaced(context: Asked, server: Server, { what, value, mark, hint }: Hostile) {
  const reply = await ask(context, server, value);
  // net/http may refuse such a header before any middleware sees it: it is kept out either way.
  if (reply.status === 400 || reply.status === 431) return;
  const id = reply.header('x-request-id');
  if (id.includes(mark)) hostileKept(context, server, reply, what, hint, id === value);
  if (!valid.test(id)) noId(context, server, reply, `A request whose X-Request-ID holds ${what}`, id);
  await judgeSame(context, server, reply, id, `With an X-Request-ID of ${what}`);
}

function hostileKept(context: Asked, server: Server, reply: Reply, what: string, hint: string, whole: boolean): never {
  fail({
    summary: whole
      ? `A hostile X-Request-ID was kept: it holds ${what}.`
      : `A hostile X-Request-ID (${what}) was repaired or shortened instead of replaced.`,
    expected: 'a fresh id, without any part of the one that came',
    actual: `X-Request-ID: ${shown(reply.header('x-request-id'))}`,
    hint,
    evidence: [
      reply.evidence,
      pointAt(context.files, /0x7[eE]|128|IsPrint|TrimSpace|len\(\w*[iI][dD]\)/, 'where ids are judged') ??
        makesId(context),
      server.log.evidence,
    ],
  });
}

async function judgeEmpty(context: Asked, server: Server, before: string): Promise<void> {
  const reply = await ask(context, server, '');
  const id = reply.header('x-request-id');
  if (!valid.test(id)) noId(context, server, reply, 'A request whose X-Request-ID is empty', id);
  if (id !== before) await judgeSame(context, server, reply, id, 'With an empty X-Request-ID');
}

/** Also where a layer is left out on purpose, and where no route is. */
async function judgeElsewhere(context: Asked, server: Server, path: string): Promise<void> {
  const id = `elsewhere${path}`;
  const reply = await context.http.get(server.url(path), { headers: { 'X-Request-ID': id } });
  if (reply.header('x-request-id') !== id)
    fail({
      summary: `The answer of ${path} does not have the id of its request.`,
      expected: `X-Request-ID: ${id}`,
      actual: `${describe(reply)}; X-Request-ID: ${shown(reply.header('x-request-id')) || '(none)'}`,
      hint: 'The id belongs to every request: put its layer around everything, also around what is exempt from time-outs.',
      evidence: [reply.evidence, pointAt(context.files, /\/stream"/, 'where /stream goes its own way')],
    });
  await judgeLogged(context, server, reply, id, `GET ${path}`, path);
}

const makesId = ({ files }: Asked) => pointAt(files, /X-Request-I[dD]/i, 'where the header is read or set');

/** Bytes that a terminal or a report cannot show, made visible. */
function shown(text: string): string {
  const visible = text.replace(/[^ -~]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return visible.length > 160 ? `${visible.slice(0, 160)}… (${text.length} characters)` : visible;
}
