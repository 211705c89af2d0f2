/** A rejected program may say where its mistake is; the finding has to point there. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { wrongPlace } from '../../../src/commands/verify/assess/place.ts';
import type { Case } from '../../../src/commands/verify/cases.ts';
import { type Finding, functionsIn, type Location, sourceOf } from '../../../src/kit/index.ts';
import { write } from '../../workspace/course.ts';

const store = ['package main', 'func add() {', ...Array(10).fill('\tx()'), '}', 'func list() {', '}', ''].join('\n');

function complaints(at: string | undefined, ...places: (Location | undefined)[]): string[] {
  const root = mkdtempSync(join(tmpdir(), 'place-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write(root, { 'solution/store.go': 'package main\n', 'own/store.go': store });
  const program = { layers: [join(root, 'solution'), join(root, 'own')], expects: { at } } as Case;
  const evidence = places.map((place) => ({ kind: 'code' as const, title: '', text: '', at: place }));
  return wrongPlace(program, { summary: '', evidence } as Finding);
}
const line = (number: number, file = 'store.go') => ({ file, line: number });

test('within three lines, or in the same function', () => {
  expect(complaints('store.go:12', line(14))).toEqual([]);
  expect(complaints('store.go:12', line(3))).toEqual([]);
  expect(complaints('store.go:3', line(14))).toEqual(['the finding points at store.go:14, not at store.go:3']);
  expect(complaints('store.go:3', line(3, 'main.go'))).toHaveLength(1);
});

test('the first place counts, and one there must be', () => {
  expect(complaints('store.go:3', undefined, line(3), line(14))).toEqual([]);
  expect(complaints('store.go:3', line(14), line(3))).toHaveLength(1);
  expect(complaints('store.go:3')).toEqual(['the finding points at no line, not at store.go:3']);
  expect(complaints(undefined)).toEqual([]);
});

test.each(['01-http-server', '02-parallel-fetch', '03-middleware', '04-graceful-shutdown'])(
  'the functions of the solution of %s are told apart',
  (stage) => {
    const folder = join(import.meta.dirname, '../../../solutions', stage);
    const read = (file: string) => readFileSync(join(folder, file), 'utf8');
    const source = sourceOf({ list: () => readdirSync(folder), read });
    for (const { file, to } of functionsIn(source)) expect(read(file).split('\n')[to - 1]).toMatch(/\}$/);
  },
);
