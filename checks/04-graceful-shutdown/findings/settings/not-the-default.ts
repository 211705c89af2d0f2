import { duration, type Finding, finding, inText } from '#kit';
import type { Seen } from '../seen.ts';

/** Milliseconds. `least`: anything sooner is too soon; `most`: later than this another time was meant, also on a busy machine. */
const settings = {
  DRAIN_DELAY: {
    is: '2s',
    least: 1_900,
    most: 4_500,
    what: 'stops listening',
    since: 'after the signal',
  },
  SHUTDOWN_TIMEOUT: {
    is: '10s',
    least: 9_500,
    most: 14_500,
    what: 'cuts off the requests in flight and ends',
    since: 'after it has stopped listening',
  },
  // The first tick may come at any moment.
  FLUSH_INTERVAL: { is: '1s', least: 0, most: 4_000, what: 'posts an event', since: 'after accepting it' },
} as const;

/** `ms`: when it happened; undefined where we have given up waiting. */
export function notTheDefault(name: keyof typeof settings, ms: number | undefined, seen: Seen): Finding | undefined {
  const { is, least, most, what, since } = settings[name];
  if (ms !== undefined && ms >= least && ms <= most) return undefined;
  const when = ms === undefined ? 'much later' : `${duration(ms)} ${since}`;
  return finding({
    summary: `Where ${name} is not set, the program ${what} ${when}; the default is ${is}.`,
    expected: `it ${what} ${is} ${since}`,
    actual: ms === undefined ? 'not by the time we stopped waiting' : `after ${duration(ms)}`,
    hint: `The other checks set ${name}, so they cannot see its default. Look at the line that reads it: what does the program do where it is empty?`,
    evidence: [seen.story, seen.log.evidence, seen.source.find(inText(new RegExp(name)))],
  });
}
