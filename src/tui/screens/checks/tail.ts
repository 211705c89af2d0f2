/** Below the list in a narrow window, while the checks run. */
import type { CheckState, RunState } from '../../../engine/reduce.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, bad, blank, decor, type Line, line, quiet } from '../../drawing/line.ts';
import { harmless, untab } from '../../drawing/plain.ts';
import { clip } from '../../drawing/width.ts';
import { wrapText } from '../../drawing/wrap.ts';

/** A failure as soon as it is known; till then what the selected check, or else the first one, printed last. */
export function tailRows(run: RunState, selected: CheckState | undefined, seconds: number, width: number): Line[] {
  if (selected?.verdict?.status === 'failed') return failureRows(selected.verdict.finding.summary, width);
  const printing = run.checks.filter((check) => check.state === 'running' && check.log.length > 0);
  const shown = printing.find((check) => check.id === selected?.id) ?? printing[0];
  return shown ? [blank, ...logRows(shown, width), ...(seconds >= 8 ? firstBuildRows(shown, width) : [])] : [];
}

function failureRows(summary: string, width: number): Line[] {
  const rows = wrapText(harmless(summary), width - 2, {
    first: [bad(`  ${glyphs.failed} `)],
    rest: [{ text: '    ' }],
  });
  return [blank, ...rows.slice(0, 3), line('    ', accent('enter'), quiet(' shows it while the others run'))];
}

const logRows = (check: CheckState, width: number): Line[] =>
  check.log
    .slice(-3)
    .map(({ source, line: text }) =>
      line(decor(`  ${source} ${glyphs.bar} ${clip(untab(harmless(text)), width - 12)}`)),
    );

/** Some ten seconds into a build a beginner begins to wonder. */
function firstBuildRows(check: CheckState, width: number): Line[] {
  if (check.log.at(-1)?.source !== 'build') return [];
  const rows = wrapText(
    'The first build on a machine also compiles Go’s standard library: half a minute or more, once.',
    width - 2,
    { first: [{ text: '  ' }] },
  );
  return [blank, ...rows.map((row) => row.map((span) => quiet(span.text)))];
}
