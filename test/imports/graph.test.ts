import { expect, test } from 'vitest';
import { circles } from './circles.ts';
import { parse } from './graph.ts';

test('the graph has types, re-exports, import() and calls', () => {
  const code = `import type { A } from './a.ts'; export * from '../b/index.ts'; export { c } from '#kit';
    const d = await import('@scope/d/deep'); type E = import('node:fs').Stats; process.exit(1);`;
  const seen = parse('src/x/y.ts', code);
  expect(seen.imports.map((one) => one.to)).toEqual([
    'src/x/a.ts',
    'src/b/index.ts',
    'src/kit/index.ts',
    '@scope/d',
    'node:fs',
  ]);
  expect(seen.calls).toEqual([{ from: 'src/x/y.ts', callee: 'process.exit' }]);
  expect(() => parse('broken.ts', 'import {')).toThrow('broken.ts');
});

test('circles of two and of more files are one group each', () => {
  const edges = ['ab', 'bc', 'cb', 'cd', 'de', 'ec', 'xa', 'yz', 'zy'].map(([from = '', to = '']) => ({ from, to }));
  expect(circles(edges)).toEqual([
    ['b', 'c', 'd', 'e'],
    ['y', 'z'],
  ]);
});
