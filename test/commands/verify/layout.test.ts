import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { misplaced } from '../../../src/commands/verify/rules/layout.ts';

let checks: string;
beforeEach(() => {
  checks = mkdtempSync(join(tmpdir(), 'layout-'));
});
afterEach(() => rmSync(checks, { recursive: true }));

function write(file: string, text: string) {
  mkdirSync(dirname(join(checks, file)), { recursive: true });
  writeFileSync(join(checks, file), text);
}

test('a check lies in the file of its id, in the folder of its stage or in the common one', () => {
  write('01-a/listens.ts', "export const listens = check('listens', …)");
  write('common/compiles.js', 'export const compiles = check("compiles", …)');
  expect(misplaced(checks, '01-a', ['listens', 'compiles'])).toEqual([]);
});

test('a check in the file of another one, and a file that only has the name, are told', () => {
  write('01-a/listens.ts', "check('listens', …); check('waits', …)");
  write('01-a/no-leak.ts', "check('leaks', …)");
  expect(misplaced(checks, '01-a', ['listens', 'waits', 'no-leak'])).toEqual([
    'the check waits is not defined in checks/01-a/waits.ts or checks/common/waits.ts',
    'the check no-leak is not defined in checks/01-a/no-leak.ts or checks/common/no-leak.ts',
  ]);
});

test('a stage without a folder keeps its checks in one file', () => {
  expect(misplaced(checks, '01-a', ['listens'])).toEqual([]);
});
