import { expect, test } from 'vitest';
import { amount, duration, enumerate, plural, size } from '#kit';

test.each([
  [0, '0 ms'],
  [3.72, '3.7 ms'],
  [10.4, '10 ms'],
  [740, '740 ms'],
  [999.6, '1 s'],
  [1_234, '1.2 s'],
  [5_000, '5 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min'],
  [119_600, '2 min'],
  [125_000, '2 min 5 s'],
])('%d ms are said as %s', (ms, says) => {
  expect(duration(ms)).toBe(says);
});

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [1_500, '1.5 kB'],
  [81_400, '81.4 kB'],
  [950_000, '950 kB'],
  [999_950, '1 MB'],
  [6_140_000, '6.1 MB'],
  [210_400_000, '210 MB'],
  [1_240_000_000, '1.2 GB'],
  [5_000_000_000_000, '5000 GB'],
])('%d bytes are said as %s', (bytes, says) => {
  expect(size(bytes)).toBe(says);
});

test('a measure is said in its unit', () => {
  expect([amount(7.25, 'ms'), amount(512, 'bytes'), amount(3, 'count'), amount(2.55, 'count')]).toEqual([
    '7.3 ms',
    '512 B',
    '3',
    '2.6',
  ]);
});

test('numbers of things, and lists', () => {
  expect([plural(1, 'pod'), plural(2, 'pod'), plural(0, 'entry', 'entries')]).toEqual(['1 pod', '2 pods', '0 entries']);
  expect(enumerate([])).toBe('');
  expect(enumerate(['a'])).toBe('a');
  expect(enumerate(['a', 'b'])).toBe('a and b');
  expect(enumerate(['a', 'b', 'c', 'd'], 3)).toBe('a, b and 2 more');
});
