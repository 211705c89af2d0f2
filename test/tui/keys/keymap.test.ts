import { expect, test } from 'vitest';
import { keymap, moveOf } from '../../../src/tui/keys/keymap.ts';

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
