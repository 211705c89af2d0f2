/** What a running check prints. */
import type { CheckState } from '../../../engine/reduce.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { blank, type Line, line, quiet } from '../../drawing/line.ts';
import { harmless, untab } from '../../drawing/plain.ts';
import { clip } from '../../drawing/width.ts';
import { wrap } from '../../drawing/wrap.ts';

/** The newest lines, at most `most`. */
export const outputRows = (check: CheckState, width: number, most: number): Line[] =>
  check.log
    .slice(-most)
    .map((row) => line(quiet(`${row.source} ${glyphs.bar} `), quiet(clip(untab(harmless(row.line)), width - 10))));

/** About ten seconds into a build, a beginner starts to wonder. */
export function firstBuildRows(check: CheckState, seconds: number, width: number): Line[] {
  if (seconds < 8 || check.log.at(-1)?.source !== 'build') return [];
  const says = 'The first build on a machine also compiles Go’s standard library: half a minute or more, once.';
  return [blank, ...wrap([quiet(says)], width)];
}
