import { expect, test } from 'vitest';
import { pressesOf } from '../../../src/tui/keys/presses.ts';

test('fast typing arrives in one piece and is split into presses', () => {
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
