/** Ids that should have been made for one request alone. */
import { type Finding, finding } from '#kit';
import type { Repeated } from '../ids/many.ts';
import { type Hostile, visible } from '../ids/samples.ts';
import { idChecked, idHeader, idMade } from './places.ts';
import type { Seen, SeenReply } from './seen.ts';

const oncePerRequest =
  'Make the id inside the handler function, once for each request, not where the middleware is built and not once for a connection.';
const random =
  'A clock or a small number repeats sooner than you would think. 16 bytes of crypto/rand, written with hex.EncodeToString, never do.';

export const sameForTwo = ({ source }: Seen, id: string): Finding =>
  finding({
    summary: 'Two requests were given the same id.',
    expected: 'a fresh id for every request that brings none',
    actual: `both got ${id}`,
    hint: oncePerRequest,
    evidence: [idMade(source)],
  });

export const sameAmongMany = ({ source, log }: Seen, { id, different, of }: Repeated): Finding =>
  finding({
    summary: 'Two requests were given the same id.',
    expected: `${of} requests on one connection, none with an X-Request-ID: ${of} different ids`,
    actual: `both got ${id} (there were only ${different} different ids)`,
    hint: different === 1 ? oncePerRequest : random,
    evidence: [log, idMade(source)],
  });

/** `what`: what is wrong with the id that came, e.g. 'a tab'. `id`: what replaced it. */
export const notFresh = ({ reply, source }: SeenReply, { what, id }: { what: string; id: string }): Finding =>
  finding({
    summary: `A hostile X-Request-ID (${what}) was replaced by an id that another request has got before.`,
    expected: 'a fresh id, made for this request alone',
    actual: `X-Request-ID: ${visible(id)}, once more`,
    hint: 'One id for all of them ties unrelated requests together in the log. Treat a hostile id as if none had come: make a new one.',
    evidence: [reply.evidence, idHeader(source)],
  });

const rules: Record<Hostile['breaks'], string> = {
  bytes:
    'Look at every byte: for i := 0; i < len(id); i++ { if id[i] < 0x21 || id[i] > 0x7E { … } }. A header need not be UTF-8, so ranging over runes or unicode.IsPrint misses some.',
  length: 'At most 128 characters: len(id) > 128 is enough to refuse it. Replace the id, do not cut it.',
};

/** At least a part of a hostile id came back. */
export const hostileKept = ({ reply, log, source }: SeenReply, { what, id, breaks }: Hostile): Finding => {
  const answered = reply.header('x-request-id');
  return finding({
    summary:
      answered === id
        ? `A hostile X-Request-ID was kept: it holds ${what}.`
        : `A hostile X-Request-ID (${what}) was repaired or shortened instead of replaced.`,
    expected: 'a fresh id, without any part of the one that came',
    actual: `X-Request-ID: ${visible(answered)}`,
    hint: rules[breaks],
    evidence: [reply.evidence, idChecked(source), log],
  });
};
