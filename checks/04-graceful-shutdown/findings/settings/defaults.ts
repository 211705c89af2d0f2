import type { Finding, Source } from '#kit';
import { saysDefault } from '../../../common/code/plain-default.ts';
import { type Default, notTheDefault } from '../../../common/findings/not-the-default.ts';
import type { Seen } from '../seen.ts';

const settings = {
  DRAIN_DELAY: { is: '2s', least: 1_900, most: 4_500, what: 'stops listening', since: 'after the signal' },
  SHUTDOWN_TIMEOUT: {
    is: '10s',
    least: 9_500,
    most: 14_500,
    what: 'cuts off the requests in flight and ends',
    since: 'after it has stopped listening',
  },
  // An attempt of its own may end a moment before, and be followed by another.
  DELIVERY_TIMEOUT: {
    is: '10s',
    least: 9_500,
    most: 18_000,
    what: 'gives up on a sink that does not answer, and ends',
    since: 'after the last request is done',
  },
  // The first tick may come at any moment.
  FLUSH_INTERVAL: { is: '1s', least: 0, most: 4_000, what: 'posts an event', since: 'after accepting it' },
} as const satisfies Record<string, Omit<Default, 'name'>>;

export type Setting = keyof typeof settings;

export const plain = (name: Setting, source: Source): boolean => saysDefault(name, settings[name].is, source);

/** `ms`: when it happened; undefined where we have given up waiting. */
export const wrongDefault = (
  name: Setting,
  ms: number | undefined,
  { story, log, source }: Seen,
): Finding | undefined =>
  notTheDefault({ name, ...settings[name] }, ms, {
    source,
    evidence: [story, log.evidence],
    plain: plain(name, source),
  });
