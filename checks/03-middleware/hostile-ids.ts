/** Ids that may not enter the log: each is replaced by a fresh one. */
import { fail, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { makesId } from './fresh.ts';
import { type Asked, ask, judgeSame, noId, shown, valid } from './one-id.ts';

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

/** `made`: the ids that were made so far. The first value comes once more: what is made of it must differ, too. */
export async function judgeHostile(context: Asked, server: Server, made: Set<string>): Promise<void> {
  for (const value of [...hostile, hostile[0] as Hostile]) await judgeReplaced(context, server, value, made);
  await judgeEmpty(context, server, made);
}

async function judgeReplaced(context: Asked, server: Server, one: Hostile, made: Set<string>) {
  const { what, value, mark, hint } = one;
  const reply = await ask(context, server, value);
  // net/http may refuse such a header before any middleware sees it: it is kept out either way.
  if (reply.status === 400 || reply.status === 431) return;
  const id = reply.header('x-request-id');
  if (id.includes(mark)) hostileKept(context, server, reply, what, hint, id === value);
  if (!valid.test(id)) await noId(context, server, reply, `A request whose X-Request-ID holds ${what}`, id);
  await judgeSame(context, server, reply, id, `With an X-Request-ID of ${what}`);
  if (made.has(id)) notFresh(context, reply, what, id);
  made.add(id);
}

function notFresh(context: Asked, reply: Reply, what: string, id: string): never {
  fail({
    summary: `A hostile X-Request-ID (${what}) was replaced by an id that another request has got before.`,
    expected: 'a fresh id, made for this request alone',
    actual: `X-Request-ID: ${shown(id)}, once more`,
    hint: 'One id for all of them ties requests together in the log that have nothing to do with each other. Treat a hostile id as if none had come: make a new one.',
    evidence: [reply.evidence, makesId(context)],
  });
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

async function judgeEmpty(context: Asked, server: Server, made: Set<string>): Promise<void> {
  const reply = await ask(context, server, '');
  const id = reply.header('x-request-id');
  if (!valid.test(id)) await noId(context, server, reply, 'A request whose X-Request-ID is empty', id);
  await judgeSame(context, server, reply, id, 'With an empty X-Request-ID');
  if (made.has(id)) notFresh(context, reply, 'an empty one', id);
  made.add(id);
}
