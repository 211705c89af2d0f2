import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, bad, blank, decor, heading, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { graphemes } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import type { AppState } from '../../state/app-state.ts';
import type { FolderPage } from './page.ts';

export function drawFolder(_: AppState, page: FolderPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const rows = [
    line(heading('Where should your code live?')),
    blank,
    ...wrapText(
      'This folder will hold one sub-folder for each stage. Open it in any editor you like; your work in it is never overwritten.',
      width,
    ),
    blank,
    ...wrap([strong('Folder  '), ...inputSpans(page)], width),
    blank,
    ...problemRows(page, width),
    ...wrap(
      [
        accent('Enter'),
        quiet(' creates the folder. Type to choose another; '),
        accent('Ctrl+U'),
        quiet(' clears the line.'),
      ],
      width,
    ),
    line(accent('Ctrl+C'), quiet(' quits without creating anything.')),
  ];
  return { crumbs: ['Welcome', 'Folder'], body: { lines: rows }, offers: [['open', 'create the folder'], 'back'] };
}

function problemRows(page: FolderPage, width: number): Line[] {
  if (page.busy) return [line(quiet('Creating the folder and copying the starters …')), blank];
  if (page.problem === undefined) return [];
  return [
    ...wrap([{ text: page.problem, tone: 'bad' }], width, {
      first: [bad(`${glyphs.failed} `)],
      rest: [{ text: '  ' }],
    }),
    blank,
  ];
}

function inputSpans({ input }: FolderPage): Line {
  const parts = graphemes(input.text);
  const under = parts[input.cursor] ?? ' ';
  return [
    { text: parts.slice(0, input.cursor).join(''), tone: 'accent' },
    under === ' ' ? decor(under, 'cursor') : { text: under, tone: 'cursor' },
    { text: parts.slice(input.cursor + 1).join(''), tone: 'accent' },
  ];
}
