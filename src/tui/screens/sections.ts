import { type Drawing, scrollLimit } from '../drawing/drawing.ts';
import type { Line } from '../drawing/line.ts';
import { turnOf } from '../keys/keymap.ts';
import type { Press } from '../keys/presses.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/app-state.ts';
import { type Scroll, topRow } from '../state/scroll.ts';

/** Left and right go from section to section of a page of Markdown. */
export function sectionKeys<Page extends { scroll: Scroll }>(
  draw: (state: AppState, page: Page, size: AppState['size']) => Drawing,
): (press: Press, state: AppState, page: Page) => Action | undefined {
  return (press, state, page) => {
    const turn = turnOf(press);
    if (!turn) return undefined;
    const drawing = draw(state, page, state.size);
    const limit = scrollLimit(drawing, state.size);
    const top = topRow(page.scroll, limit);
    const sections = drawing.body.lines.flatMap((row, index) => (isHeading(row) ? [index] : []));
    const to = turn > 0 ? sections.find((row) => row > top) : sections.findLast((row) => row < top);
    return { type: 'scroll', scroll: { top: Math.min(limit, to ?? (turn > 0 ? limit : 0)), limit } };
  };
}

const isHeading = (row: Line): boolean => row[0]?.tone === 'heading' && !row[0].decor;
