/** State → what is on the screen. Pure; cached per state. */
import { type Drawing, type Size, smallest } from '../drawing/drawing.ts';
import { line } from '../drawing/line.ts';
import { screenOf } from '../screens/table.ts';
import { type AppState, currentPage } from '../state/app-state.ts';

const kept = new WeakMap<AppState, Drawing>();

export function draw(state: AppState): Drawing {
  const before = kept.get(state);
  if (before) return before;
  const page = currentPage(state);
  const drawing = isTooSmall(state.size) ? tooSmall(state.size) : screenOf(page).draw(state, page, state.size);
  kept.set(state, drawing);
  return drawing;
}

const isTooSmall = (size: Size) => size.columns < 40 || size.rows < 10;

const tooSmall = (size: Size): Drawing => ({
  crumbs: [],
  body: {
    lines: [
      line('This window is too small.'),
      line(`${size.columns}×${size.rows}; needs ${smallest.columns}×${smallest.rows}.`),
    ],
  },
  offers: ['quit'],
});
