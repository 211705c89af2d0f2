/** What the keys are called, and which of them mean the same: one keymap for every screen. */
import { glyphs } from '../drawing/glyphs.ts';
import type { Move } from '../state/scroll.ts';
import type { Press } from './presses.ts';

const moves: Record<string, Move> = {
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  'page-up': 'page-up',
  b: 'page-up',
  'page-down': 'page-down',
  space: 'page-down',
  f: 'page-down',
  'ctrl-u': 'half-up',
  'ctrl-d': 'half-down',
  g: 'first',
  home: 'first',
  G: 'last',
  end: 'last',
};

export const moveOf = (press: Press): Move | undefined => moves[press.name];

/** left / right: the previous and next check, piece of evidence, file or hint. */
const turns: Record<string, -1 | 1> = { left: -1, 'shift-tab': -1, '[': -1, right: 1, tab: 1, ']': 1 };

export const turnOf = (press: Press): -1 | 1 | undefined => turns[press.name];

/** What the footer and the help screen say. The order here is the order there. */
export const keymap = {
  move: {
    keys: glyphs.upDown,
    says: 'move',
    help: 'Move or scroll. Also j and k; Space and b for a page; Ctrl+D and Ctrl+U for half; g and G for the ends.',
  },
  turn: {
    keys: glyphs.leftRight,
    says: 'previous/next',
    help: 'The previous or next section, check, piece of evidence, hint or file. Also Tab, [ and ].',
  },
  open: { keys: 'enter', says: 'open', help: 'Open what is selected, or go on with what the screen suggests.' },
  check: { keys: 'c', says: 'check', help: 'Check your program: build it, start it, send it real requests.' },
  only: { keys: 'o', says: 'only this', help: 'Check only what is selected, and what must pass before it.' },
  stop: { keys: 'x', says: 'stop', help: 'Stop the checks that are running, or the program you try.' },
  try: { keys: 't', says: 'try it', help: 'Start your program, with requests to send and what it prints.' },
  lesson: { keys: 'l', says: 'lesson', help: 'Read the lesson of this stage.' },
  map: { keys: 'm', says: 'map', help: 'From Java and Kotlin to Go: what you would write there, and what here.' },
  view: { keys: 'v', says: 'results', help: 'View the results of the last check, without running anything.' },
  hint: { keys: 'h', says: 'hint', help: 'A hint for a check that failed. Each press tells a little more.' },
  edit: { keys: 'e', says: 'editor', help: 'Open your file in an editor, at the line a check points to.' },
  watch: { keys: 'w', says: 'watch', help: 'Switch checking at every save on or off.' },
  solution: { keys: 's', says: 'solution', help: 'Your code beside the reference answer.' },
  report: { keys: 'r', says: 'report', help: 'Your own numbers beside what the lesson claims.' },
  course: {
    keys: 'n',
    says: 'all numbers',
    help: 'The numbers of all stages on one page, and what to do after the course.',
  },
  doctor: { keys: 'd', says: 'doctor', help: 'What the stages need, and what this machine has.' },
  reset: {
    keys: 'R',
    says: 'fresh starter',
    help: 'Begin this stage again with the fresh starter. Asks first, and keeps a copy.',
  },
  undo: { keys: 'u', says: 'undo', help: 'Take the last reset back. Asks first.' },
  blanks: { keys: '.', says: 'blanks', help: 'Show blanks and tabs in evidence and differences.' },
  back: { keys: 'esc', says: 'back', help: 'Back to where you came from.' },
  help: { keys: '?', says: 'help', help: 'This page.' },
  quit: {
    keys: 'q',
    says: 'quit',
    help: 'Leave; everything is kept. Ctrl+C leaves too, even in the middle of a check.',
  },
} as const;

export type KeyName = keyof typeof keymap;

/** A key in the footer, with another word where the screen has a better one. */
export type Offer = KeyName | readonly [name: KeyName, says: string];
