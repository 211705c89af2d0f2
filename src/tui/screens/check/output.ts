/** What a running check prints: proof of life. */
import type { CheckState } from '../../../engine/reduce.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { blank, type Line, line, quiet } from '../../drawing/line.ts';
import { harmless, untab } from '../../drawing/plain.ts';
import { clip } from '../../drawing/width.ts';
import { wrap } from '../../drawing/wrap.ts';

/** The newest lines, at most `most`. `seconds`: how long the run takes already. */
export function outputRows(check: CheckState, seconds: number, width: number, most: number): Line[] {
  const rows = check.log
    .slice(-most)
    .map((row) => line(quiet(`${row.source} ${glyphs.bar} `), quiet(clip(untab(harmless(row.line)), width - 10))));
  return [...rows, ...(seconds >= 8 ? firstBuildRows(check, width) : [])];
}

/** Some ten seconds into a build a beginner begins to wonder. */
function firstBuildRows(check: CheckState, width: number): Line[] {
  if (check.log.at(-1)?.source !== 'build') return [];
  const says = 'The first build on a machine also compiles Go’s standard library: half a minute or more, once.';
  return [blank, ...wrap([quiet(says)], width)];
}
