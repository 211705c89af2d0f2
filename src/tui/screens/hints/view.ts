import type { Location } from '../../../kit/index.ts';
import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { accent, blank, heading, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { remembered } from '../../drawing/remembered.ts';
import { wrap } from '../../drawing/wrap.ts';
import type { Block } from '../../markdown/block.ts';
import { drawBlocks } from '../../markdown/draw.ts';
import { type AppState, checkOf, hintKey, stageRow } from '../../state/app-state.ts';
import type { ShownHints } from '../../state/hints.ts';
import type { HintsPage } from './page.ts';

const drawn = remembered((blocks: readonly Block[], width: number) => drawBlocks(blocks, width));

export function drawHints(state: AppState, page: HintsPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const shown = state.hints[hintKey(page.stage, page.check)];
  const hint = shown?.hints[page.index];
  const count = shown?.hints.length ?? 0;
  const { check } = checkOf(state, page.stage, page.check);
  const title = check?.title ?? page.check;
  return {
    crumbs: [
      stageRow(state, page.stage)?.title ?? page.stage,
      'Hint',
      count > 1 ? `${page.index + 1} of ${count}` : '',
    ],
    head: [...wrap([quiet('For: '), { text: title }], width), blank],
    body: {
      lines: hint
        ? [
            line(heading(hint.title)),
            blank,
            ...drawn(hint.blocks, width),
            blank,
            ...placeRows(hint.at),
            ...moreRows(shown, page, width),
          ]
        : emptyRows(shown, check?.state === 'passed', width),
    },
    offers: [
      ...moreOffers(shown, page),
      ['move', 'scroll'],
      ...(count > 1 ? ([['turn', 'other hints']] as const) : []),
      'edit',
      'check',
      'lesson',
      'back',
      'help',
      'quit',
    ],
  };
}

const placeRows = (at: Location | undefined): Line[] =>
  at ? [line('Look at ', accent(`${at.file}:${at.line}`), quiet('   e opens it')), blank] : [];

const hasMore = (shown: ShownHints | undefined, page: HintsPage): boolean =>
  shown === undefined || shown.next !== undefined || page.index < shown.hints.length - 1;

const moreOffers = (shown: ShownHints | undefined, page: HintsPage) =>
  hasMore(shown, page) ? ([['hint', 'tell me more']] as const) : (['solution'] as const);

function moreRows(shown: ShownHints | undefined, page: HintsPage, width: number): Line[] {
  if (shown?.busy) return [line(quiet('Looking for the next hint …'))];
  if (hasMore(shown, page)) return [line(accent('h'), quiet(' tells more.'))];
  return wrap(
    [strong('That is all we have. '), accent('s'), quiet(' shows the reference answer beside your code.')],
    width,
  );
}

/** A new run forgets the hints for the old one, even while they are being read. */
function emptyRows(shown: ShownHints | undefined, passed: boolean, width: number): Line[] {
  if (shown?.busy) return [line(quiet('Looking for a hint …'))];
  if (passed) return [line('This check passes now. '), line(accent('esc'), quiet(' goes back to the others.'))];
  if (!shown)
    return wrap(
      [quiet('Your program was checked again. '), accent('h'), quiet(' gives a hint for the new result.')],
      width,
    );
  return [
    line('There is no hint for this check. '),
    line(accent('s'), quiet(' shows the reference answer beside your code.')),
  ];
}
