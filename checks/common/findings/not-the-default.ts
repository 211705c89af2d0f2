/** A setting that is not set: what the program does then, against what the contract says. */
import { duration, type Evidence, type Finding, finding, inText, type Source } from '#kit';

/** Milliseconds. `least`: anything sooner is too soon; `most`: later than this another time was meant, also on a busy machine. */
export type Default = {
  name: string;
  /** As the contract writes it: 2s. */
  is: string;
  least: number;
  most: number;
  /** What the program does once it is over: to complete "the program …". */
  what: string;
  /** To complete "2s …". */
  since: string;
};

/**
 * `ms`: when it happened; undefined where we have given up waiting. `plain`: the code says that the default is as it should be, so
 * only "too soon" is found, which no machine can be too slow for.
 */
export function notTheDefault(
  { name, is, least, most, what, since }: Default,
  ms: number | undefined,
  { source, evidence, plain }: { source: Source; evidence: readonly (Evidence | undefined)[]; plain: boolean },
): Finding | undefined {
  const tooSoon = ms !== undefined && ms < least;
  const tooLate = !plain && (ms === undefined || ms > most);
  if (!tooSoon && !tooLate) return undefined;
  const when = ms === undefined ? 'much later' : `${duration(ms)} ${since}`;
  return finding({
    summary: `Where ${name} is not set, the program ${what} ${when}; the default is ${is}.`,
    expected: `it ${what} ${is} ${since}`,
    actual: ms === undefined ? 'not by the time we stopped waiting' : `after ${duration(ms)}`,
    hint: `The other checks set ${name}, so they cannot see its default. Look at the line that reads it: what does the program do where it is empty?`,
    evidence: [...evidence, source.find(inText(new RegExp(name)))],
  });
}
