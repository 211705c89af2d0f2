/** Below the list in a narrow window, while the checks run. */
import type { CheckState, RunState } from '../../../engine/reduce.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, bad, blank, decor, type Line, line, quiet } from '../../drawing/line.ts';
import { harmless } from '../../drawing/plain.ts';
import { wrapText } from '../../drawing/wrap.ts';
import { firstBuildRows, outputRows } from '../check/output.ts';
import { progressRows } from '../check/progress.ts';

/** A failure as soon as it is known; until then the latest output of the selected check, else of the first. */
export function tailRows(run: RunState, selected: CheckState | undefined, seconds: number, width: number): Line[] {
  if (selected?.verdict?.status === 'failed') return failureRows(selected.verdict.finding.summary, width);
  const printing = run.checks.filter(
    (check) => check.state === 'running' && (check.log.length > 0 || check.progress !== undefined),
  );
  const shown = printing.find((check) => check.id === selected?.id) ?? printing[0];
  if (!shown) return [];
  // It changes all the time: nothing for a screen reader to read aloud.
  const printed = [...progressRows(shown.progress, width - 2), ...outputRows(shown, width - 2, 3)].map((row) =>
    row.map((span) => decor(span.text, span.tone)),
  );
  return [blank, ...[...printed, ...firstBuildRows(shown, seconds, width - 2)].map((row) => [{ text: '  ' }, ...row])];
}

function failureRows(summary: string, width: number): Line[] {
  const rows = wrapText(harmless(summary), width - 2, {
    first: [bad(`  ${glyphs.failed} `)],
    rest: [{ text: '    ' }],
  });
  return [blank, ...rows.slice(0, 3), line('    ', accent('enter'), quiet(' shows it; the others keep running'))];
}
