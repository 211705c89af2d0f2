/** Places that take no folders end with an error, and soon: Node's recursive mkdir never returns in some of them. */
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolders } from '../../../src/harness/machine/folders.ts';

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'go-cloud-workshop-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('makes what is missing, and is content with what is there', () => {
  const deep = join(place(), 'a/b/c');
  for (const _ of ['new', 'there']) makeFolders(deep);
  expect(existsSync(deep)).toBe(true);
});

test('follows a link to a folder', () => {
  const base = place();
  symlinkSync('.', join(base, 'here'));
  makeFolders(join(base, 'here/a'));
  expect(existsSync(join(base, 'a'))).toBe(true);
});

test.each([
  ['a link that leads nowhere', 'dangling/x/y', 'ENOTDIR'],
  ['a file', 'file/x', 'ENOTDIR'],
])('%s', (_what, path, code) => {
  const base = place();
  symlinkSync('nowhere', join(base, 'dangling'));
  writeFileSync(join(base, 'file'), '');
  expect(() => makeFolders(join(base, path))).toThrow(expect.objectContaining({ code }));
});

test.runIf(existsSync('/proc/self'))('/proc', () => {
  expect(() => makeFolders('/proc/learn/x')).toThrow(expect.objectContaining({ code: 'EPERM', path: '/proc/learn' }));
});
