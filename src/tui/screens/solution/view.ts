import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import {
  accent,
  bad,
  blank,
  decor,
  good,
  heading,
  type Line,
  line,
  quiet,
  type Span,
  strong,
} from '../../drawing/line.ts';
import { showBlanks, untab } from '../../drawing/plain.ts';
import { clipMiddle, widthOfLine } from '../../drawing/width.ts';
import { wrap, wrapCode, wrapText } from '../../drawing/wrap.ts';
import { type AppState, stageRow } from '../../state/app-state.ts';
import type { DiffRow, FileDiff, SolutionPage } from './page.ts';

export function drawSolution(state: AppState, page: SolutionPage, size: Size): Drawing {
  const width = size.columns - 4;
  const title = stageRow(state, page.stage)?.title ?? page.stage;
  if (!page.revealed)
    return {
      crumbs: [title, 'Solution'],
      body: { lines: askRows(textWidth(size.columns)) },
      offers: [['open', 'show it'], 'hint', 'back', 'help', 'quit'],
    };
  const files = state.solutions[page.stage];
  const file = files?.[page.index];
  const several = (files?.length ?? 0) > 1;
  return {
    crumbs: [title, 'Solution', several ? `${page.index + 1} of ${files?.length}` : ''],
    head: file ? headRows(file, width) : [],
    body: { lines: file ? file.rows.flatMap((row) => diffRow(row, width, page.blanks)) : [emptyRow(files)] },
    offers: [
      ['move', 'scroll'],
      ...(several ? ([['turn', 'other files']] as const) : []),
      ['blanks', page.blanks ? 'hide blanks' : 'show blanks'],
      'edit',
      'check',
      'back',
      'help',
      'quit',
    ],
  };
}

function askRows(width: number): Line[] {
  return [
    line(heading('Look at the reference answer?')),
    blank,
    ...wrapText(
      'This stage is not passed yet. Looking costs nothing, but what you work out yourself stays with you longer, and your own solution may be just as good.',
      width,
    ),
    blank,
    ...wrap(
      [
        accent('Enter'),
        { text: ' shows your code beside the answer.  ' },
        accent('h'),
        { text: ' gives a hint instead.  ' },
        accent('Esc'),
        { text: ' goes back.' },
      ],
      width,
    ),
  ];
}

const emptyRow = (files: readonly FileDiff[] | undefined): Line =>
  line(quiet(files ? 'There is no reference answer here.' : 'Comparing …'));

const says: Record<FileDiff['kind'], string> = {
  different: 'yours and the reference answer',
  same: 'the same as the reference answer',
  'only-yours': 'only in your folder',
  'only-solution': 'only in the reference answer',
};

function headRows(file: FileDiff, width: number): Line[] {
  const legend = file.kind === 'different' ? [bad('- yours'), quiet('  '), good('+ reference')] : [];
  // In a narrow window the legend is enough.
  const words = legend.length > 0 && width < 76 ? '' : `${says[file.kind]}   `;
  const room = width - words.length - widthOfLine(legend) - 2;
  return [line(strong(clipMiddle(file.path, room)), quiet(`  ${words}`), ...legend), blank];
}

function diffRow(row: DiffRow, width: number, blanks: boolean): Line[] {
  const text = blanks ? showBlanks(row.text) : untab(row.text);
  const code = (mark: Span, tone: (text: string) => Span) =>
    wrapCode([tone(text)], width - 2, [{ text: '  ' }]).map((part, index) => [
      index === 0 ? mark : { text: '  ' },
      ...part,
    ]);
  switch (row.kind) {
    case 'gap':
      return [[decor(`${glyphs.rule}${glyphs.rule} `), quiet(row.text), decor(` ${glyphs.rule}${glyphs.rule}`)]];
    case 'yours':
      return code(bad('- '), bad);
    case 'solution':
      return code(good('+ '), good);
    case 'same':
      return code({ text: '  ' }, (part) => ({ text: part }));
  }
}
