import { plural } from '../../../kit/index.ts';
import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, blank, heading, type Line, line, quiet } from '../../drawing/line.ts';
import { harmless } from '../../drawing/plain.ts';
import { clipMiddle } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import type { FileChange } from '../../services.ts';
import { type AppState, numberOf, stageRow } from '../../state/app-state.ts';
import type { ResetPage } from './page.ts';

export function drawReset(state: AppState, page: ResetPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const { replacing } = state;
  const known = replacing?.how === page.how ? replacing : undefined;
  const sure = known?.change !== undefined && known.change.files.length > 0;
  const name = stageRow(state, page.stage)?.title ?? page.stage;
  return {
    crumbs: [name, page.how === 'reset' ? 'Fresh starter' : 'Undo'],
    body: {
      lines: known ? questionRows(state, page, known.change, width) : [line(quiet('Comparing your files …'))],
    },
    offers: [
      ...(sure ? ([['open', page.how === 'reset' ? 'replace them' : 'bring them back']] as const) : []),
      ['move', 'scroll'],
      'back',
      'help',
      'quit',
    ],
  };
}

function questionRows(state: AppState, page: ResetPage, change: FileChange | undefined, width: number): Line[] {
  const reset = page.how === 'reset';
  if (!change || change.files.length === 0)
    return [
      ...wrapText(
        reset
          ? 'Your folder already is the fresh starter; nothing would change.'
          : 'There is nothing to undo: no stage was reset or updated.',
        width,
      ),
      blank,
      line(accent('esc'), quiet(' goes back.')),
    ];
  const count = plural(change.files.length, 'file');
  const of = `${numberOf(change.stage)} ${stageRow(state, change.stage)?.title ?? ''}`.trim();
  return [
    line(heading(reset ? `Begin ${of} again?` : `Undo the ${change.what} of ${of}?`)),
    blank,
    ...wrapText(
      reset
        ? `The fresh starter takes the place of ${count}. A copy is kept: u brings yours back.`
        : `${count} will be as before the ${change.what} of ${dayOf(change.at)}. What you have written since then is kept beside it under another name.`,
      width,
    ),
    blank,
    ...change.files.map((file) => line(quiet(`  ${glyphs.bullet} `), clipMiddle(harmless(file), width - 4))),
    blank,
    ...wrap(
      [
        accent('Enter'),
        { text: reset ? ' replaces them.  ' : ' does it.  ' },
        accent('Esc'),
        { text: ' leaves all as it is.' },
      ],
      width,
    ),
  ];
}

/** e.g. "2026-11-30 at 06:15" in the learner's own time. */
function dayOf(iso: string | undefined): string {
  if (iso === undefined) return 'before';
  const date = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} at ${two(date.getHours())}:${two(date.getMinutes())}`;
}
