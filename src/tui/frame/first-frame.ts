/**
 * The first frame is written by hand while Ink is still loading, so that the screen appears at once. Ink then draws the
 * same rows over it. Keys pressed in between wait in the terminal.
 */
import { ansiLine, plainLine } from '../drawing/ansi.ts';
import type { AppState } from '../state/app-state.ts';
import { frameLines } from './rows.ts';

export const isSpoken = (): boolean => process.env.INK_SCREEN_READER === 'true';

const enter = '\u001b[?1049h\u001b[?25l\u001b[2J\u001b[H';
const home = '\u001b[H';
const leave = '\u001b[?1049l\u001b[?25h';

/** Returns a function that restores the terminal, in case Ink cannot be loaded. */
export function paintFirstFrame(state: AppState): () => void {
  if (isSpoken() || !process.stdout.isTTY || !process.stdin.isTTY) return () => {};
  const paint = process.stdout.hasColors() ? ansiLine : plainLine;
  process.stdin.setRawMode(true);
  process.stdout.write(enter + frameLines(state).map(paint).join('\r\n') + home);
  return () => {
    process.stdin.setRawMode(false);
    process.stdout.write(leave);
  };
}
