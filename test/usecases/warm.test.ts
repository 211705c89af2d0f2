import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ownCourse } from '../../src/course/own.ts';
import { standardImports } from '../../src/usecases/warm.ts';

const folder = mkdtempSync(join(tmpdir(), 'imports-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what a course’s programs import of the standard library is read from its solutions', () => {
  expect(standardImports(ownCourse.solutions)).toEqual(expect.arrayContaining(['net/http', 'log/slog', 'sync/atomic']));
  expect(standardImports(join(folder, 'nowhere'))).toEqual([]);
});

test('blocks, single lines and names of their own; no module of the course, no test, nothing that only looks like an import', () => {
  mkdirSync(join(folder, 'a'));
  writeFileSync(
    join(folder, 'a/main.go'),
    'package main\n\nimport (\n\t"os"\n\n\tlog "log/slog"\n\t"user-service/internal/store"\n)\n\nimport "net/http"\n\nvar text = `\nimport "regexp"`\n',
  );
  writeFileSync(join(folder, 'a/main_test.go'), 'package main\n\nimport "testing"\n');
  expect(standardImports(folder)).toEqual(['log/slog', 'net/http', 'os']);
});
