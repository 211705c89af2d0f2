import { scrollLimit } from '../../drawing/drawing.ts';
import type { Line } from '../../drawing/line.ts';
import { turnOf } from '../../keys/keymap.ts';
import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import type { AppState } from '../../state/app-state.ts';
import { topRow } from '../../state/scroll.ts';
import type { LessonPage } from './page.ts';
import { drawLesson } from './view.ts';

/** left and right go from section to section. */
export function lessonKeys(press: Press, state: AppState, page: LessonPage): Action | undefined {
  const turn = turnOf(press);
  if (!turn) return undefined;
  const drawing = drawLesson(state, page, state.size);
  const limit = scrollLimit(drawing, state.size);
  const top = topRow(page.scroll, limit);
  const sections = drawing.body.lines.flatMap((row, index) => (isHeading(row) ? [index] : []));
  const to = turn > 0 ? sections.find((row) => row > top) : sections.findLast((row) => row < top);
  return { type: 'scroll', scroll: { top: Math.min(limit, to ?? (turn > 0 ? limit : 0)), limit } };
}

const isHeading = (row: Line): boolean => row[0]?.tone === 'heading' && !row[0].decor;
