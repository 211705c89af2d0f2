import type { Finding, Source } from '#kit';
import { saysDefault } from '../../../common/code/plain-default.ts';
import { type Default, notTheDefault } from '../../../common/findings/not-the-default.ts';
import type { Seen } from '../seen.ts';

const settings = {
  HANDLER_TIMEOUT: { is: '5s', least: 4_750, most: 7_500, what: 'cuts off a slow handler', since: 'after the request' },
  READ_HEADER_TIMEOUT: {
    is: '5s',
    least: 4_750,
    most: 8_000,
    what: 'cuts off a client that dribbles its headers',
    since: 'after the first byte',
  },
} as const satisfies Record<string, Omit<Default, 'name'>>;

type Setting = keyof typeof settings;

export const plain = (name: Setting, source: Source): boolean => saysDefault(name, settings[name].is, source);

/** `ms`: when it happened; undefined where we have given up waiting. */
export const wrongDefault = (name: Setting, ms: number | undefined, { log, source }: Seen): Finding | undefined =>
  notTheDefault({ name, ...settings[name] }, ms, { source, evidence: [log], plain: plain(name, source) });
