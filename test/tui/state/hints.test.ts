import { expect, test } from 'vitest';
import { moved, noHints, told } from '../../../src/tui/state/hints.ts';

const hint = { title: 'Hint', blocks: [] };

test('hints come tier by tier until there are no more', () => {
  const one = told(noHints, 1, hint);
  expect(one).toEqual({ hints: [hint], next: 2, busy: false });
  expect(told(told(one, 2, hint), 3, hint)).toEqual({ hints: [hint, hint, hint], next: undefined, busy: false });
});

test('an empty tier leads on, and only the last one ends the search', () => {
  expect(told(noHints, 1, undefined)).toEqual({ hints: [], next: 2, busy: true });
  expect(told({ ...noHints, next: 3 }, 3, undefined).busy).toBe(false);
});

test('a tier that was already shown is not shown again', () => {
  const one = told(noHints, 1, hint);
  expect(told(one, 1, hint).hints).toHaveLength(1);
});

test('the line of the first hint is where it is now, or nowhere', () => {
  const shown = { ...noHints, hints: [{ ...hint, at: { file: 'main.go', line: 7 } }, hint] };
  expect(moved(shown, { file: 'main.go', line: 9 }).hints).toEqual([
    { ...hint, at: { file: 'main.go', line: 9 } },
    hint,
  ]);
  expect(moved(shown, undefined).hints).toEqual([hint, hint]);
});
