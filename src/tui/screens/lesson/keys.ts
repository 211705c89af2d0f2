import type { Drawing, Size } from '../../drawing/drawing.ts';
import type { Line } from '../../drawing/line.ts';
import { scrollLimit } from '../../frame/draw.ts';
import { type Press, sideOf } from '../../keys/keymap.ts';
import type { Action } from '../../state/actions.ts';
import { type Scroll, topRow } from '../../state/scroll.ts';

/** left and right go from section to section. */
export function lessonKeys(press: Press, scroll: Scroll, drawing: Drawing, size: Size): Action | undefined {
  const side = sideOf(press);
  if (!side) return undefined;
  const limit = scrollLimit(drawing, size);
  const top = topRow(scroll, limit);
  const sections = drawing.body.lines.flatMap((row, index) => (isHeading(row) ? [index] : []));
  const to = side > 0 ? sections.find((row) => row > top) : sections.findLast((row) => row < top);
  return { type: 'scroll', scroll: { top: Math.min(limit, to ?? (side > 0 ? limit : 0)), limit } };
}

const isHeading = (row: Line): boolean => row[0]?.tone === 'heading' && !row[0].decor;
