/** Reducers and keys that need no screen. */
import { expect, test } from 'vitest';
import { keymap, moveOf } from '../../src/tui/keys/keymap.ts';
import { pressesOf } from '../../src/tui/keys/presses.ts';
import { editInput, inputEditOf, inputOf } from '../../src/tui/screens/folder/input.ts';
import { neighbour } from '../../src/tui/screens/neighbour.ts';
import { fromShare, moved, shareOf, topRow } from '../../src/tui/state/scroll.ts';

test('fast typing comes in one piece and is taken apart', () => {
  expect(pressesOf('jjk', {}).map((press) => press.name)).toEqual(['j', 'j', 'k']);
  expect(pressesOf('', { tab: true, shift: true })).toEqual([{ name: 'shift-tab', text: '' }]);
  expect(pressesOf('c', { ctrl: true })).toEqual([{ name: 'ctrl-c', text: '' }]);
  expect(pressesOf('ö', {})).toEqual([{ name: 'ö', text: 'ö' }]);
});

test('Escape and a key that a slow line delivers together are two presses', () => {
  expect(pressesOf('', { return: true, meta: true }).map((press) => press.name)).toEqual(['escape', 'enter']);
  expect(pressesOf('j', { meta: true }).map((press) => press.name)).toEqual(['escape', 'j']);
  expect(pressesOf('', { escape: true, meta: true }).map((press) => press.name)).toEqual(['escape']);
});

test('arrows and vi keys move alike', () => {
  for (const [arrow, letter] of [
    ['up', 'k'],
    ['down', 'j'],
    ['home', 'g'],
    ['end', 'G'],
  ] as const)
    expect(moveOf({ name: arrow, text: '' })).toBe(moveOf({ name: letter, text: letter }));
});

test('no two commands share a key', () => {
  const keys = Object.values(keymap).map((one) => one.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a place in a text survives another window size', () => {
  const half = moved(0, 100, 20, 'last');
  expect(topRow(half, 100)).toBe(100);
  expect(topRow({ top: 50, limit: 100 }, 40)).toBe(20);
  expect(topRow({ top: 50, limit: 100 }, 0)).toBe(0);
  expect(topRow(fromShare(0.5), 90)).toBe(45);
  expect(shareOf(moved(10, 100, 20, 'page-down'))).toBe(0.29);
  expect(moved(0, 100, 20, 'up').top).toBe(0);
});

test('a list does not run over its ends', () => {
  expect(neighbour(['a', 'b', 'c'], 2, 'down')).toBe('c');
  expect(neighbour(['a', 'b', 'c'], 1, 'first')).toBe('a');
  expect(neighbour([], 0, 'down')).toBeUndefined();
});

test('the path can be edited in the middle, in any script', () => {
  const press = (name: string, text = '') => inputEditOf({ name, text });
  let input = inputOf('./日本');
  for (const edit of [
    press('left'),
    press('backspace'),
    press('x', 'x'),
    press('end'),
    press('y', 'y'),
    press('home'),
    press('ctrl-d'),
  ])
    if (edit) input = editInput(input, edit);
  expect(input.text).toBe('/x本y');
  expect(editInput(input, { type: 'clear' })).toEqual({ text: '', cursor: 0 });
});
