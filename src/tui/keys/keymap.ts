/** Key presses by name, and the one keymap that holds on every screen. */
import type { Key } from 'ink';
import type { Move } from '../state/scroll.ts';

export type Press = { name: string; text: string };

/** Several characters may come in one piece when keys are pressed fast: each is a press of its own. */
export function pressesOf(input: string, key: Partial<Key>): Press[] {
  const named = nameOf(key);
  // Over a slow line Escape and the next key arrive as one, which looks like Alt; Alt itself means nothing here.
  const before = key.meta && named !== 'escape' ? [{ name: 'escape', text: '' }] : [];
  if (named) return [...before, { name: key.shift && named === 'tab' ? 'shift-tab' : named, text: '' }];
  if (key.ctrl) return [{ name: `ctrl-${input}`, text: '' }];
  return [...before, ...charactersOf(input)];
}

function charactersOf(input: string): Press[] {
  return [...input].map((text) => ({
    name: text === '\r' || text === '\n' ? 'enter' : text === ' ' ? 'space' : text,
    text,
  }));
}

function nameOf(key: Partial<Key>): string | undefined {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'page-up';
  if (key.pageDown) return 'page-down';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return 'tab';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  return undefined;
}

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

/** left / right: the neighbour (previous and next check, piece of evidence, file, hint). */
const sides: Record<string, -1 | 1> = { left: -1, 'shift-tab': -1, '[': -1, right: 1, tab: 1, ']': 1 };

export const sideOf = (press: Press): -1 | 1 | undefined => sides[press.name];

/** What the footer and the help screen say. The order here is the order there. */
export const keymap = {
  move: {
    keys: '↑↓',
    says: 'move',
    help: 'Move or scroll. Also j and k; Space and b for a page; Ctrl+D and Ctrl+U for half; g and G for the ends.',
  },
  side: {
    keys: '←→',
    says: 'previous/next',
    help: 'The previous or next section, check, piece of evidence, hint or file. Also Tab, [ and ].',
  },
  open: { keys: 'enter', says: 'open', help: 'Open what is selected, or go on with what the screen suggests.' },
  check: { keys: 'c', says: 'check', help: 'Check your program: build it, start it, send it real requests.' },
  stop: { keys: 'x', says: 'stop', help: 'Stop the checks that are running.' },
  lesson: { keys: 'l', says: 'lesson', help: 'Read the lesson of this stage.' },
  view: { keys: 'v', says: 'results', help: 'View the results of the last check, without running anything.' },
  hint: { keys: 'h', says: 'hint', help: 'A hint for a check that failed. Each press tells a little more.' },
  edit: { keys: 'e', says: 'editor', help: 'Open your file in an editor, at the line a check points to.' },
  watch: { keys: 'w', says: 'watch', help: 'Check at every save, or stop doing so.' },
  solution: { keys: 's', says: 'solution', help: 'Your code beside the reference answer.' },
  report: { keys: 'r', says: 'report', help: 'Your own numbers beside what the lesson claims.' },
  doctor: { keys: 'd', says: 'doctor', help: 'What this machine has of what the stages need.' },
  blanks: { keys: '.', says: 'blanks', help: 'In evidence and differences: show blanks and tabs.' },
  back: { keys: 'esc', says: 'back', help: 'Back to where you came from.' },
  help: { keys: '?', says: 'help', help: 'This page.' },
  quit: {
    keys: 'q',
    says: 'quit',
    help: 'Leave. All is kept; come back at any time. Ctrl+C does it too, also in the middle of a check.',
  },
} as const;

export type KeyName = keyof typeof keymap;

/** A key of the footer, with another word where the screen has a better one. */
export type Offer = KeyName | readonly [name: KeyName, says: string];
