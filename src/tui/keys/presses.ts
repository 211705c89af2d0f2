/** Ink's input as named key presses. */
import type { Key } from 'ink';

export type Press = { name: string; text: string };

/** Fast typing arrives as one piece of several characters: each is a press of its own. */
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
