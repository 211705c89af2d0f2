/** State → what is on the screen. Pure; kept for as long as the state is the same. */
import { bodyRows, type Drawing, type Size, smallest } from '../drawing/drawing.ts';
import { line } from '../drawing/line.ts';
import { drawCheck } from '../screens/check/view.ts';
import { drawChecks } from '../screens/checks/view.ts';
import { drawDoctor } from '../screens/doctor/view.ts';
import { drawEvidence } from '../screens/evidence/view.ts';
import { drawHelp } from '../screens/help/view.ts';
import { drawHints } from '../screens/hints/view.ts';
import { drawLesson } from '../screens/lesson/view.ts';
import { drawPassed } from '../screens/passed/view.ts';
import { drawReport } from '../screens/report/view.ts';
import { drawSolution } from '../screens/solution/view.ts';
import { drawStages } from '../screens/stages/view.ts';
import { drawFolder, drawWelcome } from '../screens/welcome/view.ts';
import { type AppState, currentPage } from '../state/app-state.ts';

const kept = new WeakMap<AppState, Drawing>();

export function draw(state: AppState): Drawing {
  const before = kept.get(state);
  if (before) return before;
  const drawing = isTooSmall(state.size) ? tooSmall(state.size) : drawPage(state, state.size);
  kept.set(state, drawing);
  return drawing;
}

function drawPage(state: AppState, size: Size): Drawing {
  const page = currentPage(state);
  switch (page.screen) {
    case 'welcome':
      return drawWelcome(state, size);
    case 'folder':
      return drawFolder(page, size);
    case 'stages':
      return drawStages(state, size);
    case 'lesson':
      return drawLesson(state, page.stage, size);
    case 'checks':
      return drawChecks(state, page.stage, size);
    case 'check':
      return drawCheck(state, page, size);
    case 'evidence':
      return drawEvidence(state, page, size);
    case 'hints':
      return drawHints(state, page, size);
    case 'solution':
      return drawSolution(state, page, size);
    case 'passed':
      return drawPassed(state, page.stage, size);
    case 'report':
      return drawReport(state, page.stage, size);
    case 'doctor':
      return drawDoctor(state, size);
    case 'help':
      return drawHelp(state, size);
  }
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

/** How many rows lie above the last page of the part that scrolls. */
export function scrollLimit(drawing: Drawing, size: Size): number {
  const scrolling = drawing.side ?? drawing.body;
  return Math.max(0, scrolling.lines.length - bodyRows(size, drawing.head?.length));
}
