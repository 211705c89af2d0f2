/** A hint's place, after the file was edited. */
import { expect, test } from 'vitest';
import { type Evidence, sourceOf } from '../../src/kit/index.ts';
import { placeNow } from '../../src/usecases/hints/place.ts';
import { temporary, write } from '../workspace/course.ts';

const before = [
  'package main',
  '',
  'func a() error {',
  '\tif err := one(); err != nil {',
  '\t\treturn err',
  '\t}',
  '\treturn two()',
  '}',
  '',
  'func b() error {',
  '\tif err := three(); err != nil {',
  '\t\treturn err',
  '\t}',
  '\treturn four()',
  '}',
];

const shown = (line: number): Evidence => {
  const files = { list: () => ['main.go'], read: () => before.join('\n') };
  return sourceOf(files).show({ file: 'main.go', line }) as Evidence;
};

const scratchFolder = (files: Record<string, string>) => {
  const folder = temporary();
  write(folder, files);
  return folder;
};

const now = (line: number, after: readonly string[]) =>
  placeNow({ summary: '', evidence: [shown(line)] }, scratchFolder({ 'main.go': after.join('\n') }))?.line;

test('a file that was not edited has its place where it was', () => {
  expect(now(12, before)).toBe(12);
});

test('lines inserted above, or taken out there, move it', () => {
  expect(now(14, [...before.slice(0, 2), '// two', '// lines', ...before.slice(2)])).toBe(16);
  expect(now(14, before.slice(2))).toBe(12);
});

test('a line that stands in several places is told by those around it', () => {
  expect(now(12, [...before.slice(0, 2), '// one', ...before.slice(2)])).toBe(13);
  expect(now(5, [...before.slice(0, 2), '// one', ...before.slice(2)])).toBe(6);
});

test('a line that was changed or taken out, and one of several that are all alike, has no place', () => {
  expect(
    now(
      14,
      before.map((line) => line.replace('four()', 'five()')),
    ),
  ).toBeUndefined();
  expect(now(14, [])).toBeUndefined();
  expect(now(12, ['if x {', 'return err', '}', 'if x {', 'return err', '}'])).toBeUndefined();
});

test('indentation does not count', () => {
  expect(now(14, ['', ...before.map((line) => line.replaceAll('\t', '    '))])).toBe(15);
});

test('evidence without the line itself keeps its place while there is such a line', () => {
  const stack: Evidence = { kind: 'log', title: 'it said', text: 'main.go:3: panic', at: { file: 'main.go', line: 3 } };
  const folder = (text: string) => scratchFolder({ 'main.go': text });
  expect(placeNow({ summary: '', evidence: [stack] }, folder('a\nb\nc'))?.line).toBe(3);
  expect(placeNow({ summary: '', evidence: [stack] }, folder('a'))).toBeUndefined();
});
