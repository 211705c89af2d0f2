import { expect, test } from 'vitest';
import { ascii, knowsUnicode } from '../../src/words/ascii.ts';

test.each([
  [{}, true],
  [{ LANG: 'C.UTF-8' }, true],
  [{ LANG: 'en_US.utf8' }, true],
  [{ LC_CTYPE: 'UTF-8' }, true],
  [{ LC_ALL: '', LANG: 'de_DE.UTF-8' }, true],
  [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, false],
  [{ LC_CTYPE: 'POSIX' }, false],
  [{ LANG: 'de_DE.ISO-8859-1' }, false],
])('%o: the terminal shows Unicode: %s', (env, unicode) => {
  expect(knowsUnicode(env)).toBe(unicode);
});

test('every character becomes ASCII of the same width', () => {
  expect(ascii('─▶ ┌ request ┐ │ └┘ ✓ ✗ ● Go’s 2 × µs – é')).toBe("-> + request + | ++ + x * Go's 2 x us - e");
  expect(ascii('日本', () => 2)).toBe('????');
});

test('dots take the blanks behind them', () => {
  expect(ascii('Reading … then')).toBe('Reading ... then');
  expect(ascii('Reading …    |')).toBe('Reading ...  |');
  expect(ascii('≥ 5')).toBe('>= 5');
});
