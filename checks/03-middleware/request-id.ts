/** X-Request-ID: kept, made or replaced, and the same in the response, the log and the handler's context. */
import { check, describe, fail, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { judgeApart } from './apart.ts';
import { judgeMany, makesId, twice } from './fresh.ts';
import { judgeHostile } from './hostile-ids.ts';
import { logsOrdinary } from './lines.ts';
import { type Asked, ask, judgeLogged, judgeSame, noId, shown, valid } from './one-id.ts';

const harmless: [string, string][] = [
  ['an ordinary id', 'cloud-4711'],
  ['an id of one character', '7'],
  ['an id with quotes, braces and a backslash, all of them allowed', '{"~!\\<id>&\'}'],
  ['an id of exactly 128 characters', `128-${'k'.repeat(124)}`],
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
    const made = new Set(await judgeMade(asked, server));
    // A server of its own, as its many lines make the log of this one slow to read.
    await judgeMany(context, await context.app.start({ env: { HANDLER_TIMEOUT: '30s' } }));
    if (made.size < 2) twice(context, 'a fresh id for every request that brings none', [...made].join(), []);
    for (const [what, id] of harmless) await judgeKept(asked, server, what, id);
    await judgeHostile(asked, server, made);
    for (const path of ['/stream', '/no-such-path']) await judgeElsewhere(asked, server, path);
    await judgeApart(context);
  },
);

/** No id came: the service makes one, another one each time. */
async function judgeMade(context: Asked, server: Server): Promise<string[]> {
  const first = await ask(context, server);
  const second = await ask(context, server);
  const ids = [first, second].map((reply) => reply.header('x-request-id'));
  for (const [index, reply] of [first, second].entries()) {
    const id = ids[index] as string;
    if (!valid.test(id)) await noId(context, server, reply, 'A request without X-Request-ID', id);
  }
  for (const [index, reply] of [first, second].entries())
    await judgeSame(context, server, reply, ids[index] as string, 'A request without X-Request-ID');
  return ids;
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
