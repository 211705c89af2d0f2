import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { editHere, editInWindow } from '../../../src/harness/process/editor.ts';

const folder = () => {
  const made = mkdtempSync(path.join(tmpdir(), 'editor-test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};
const fails = ['-e', 'console.error("Error: first\\n\\u001b[31mno display\\u001b[0m"); process.exit(3)'];

test('an editor that failed is quoted with its last line, harmless', async () => {
  expect(await editHere(process.execPath, fails, folder())).toEqual({ failed: 'no display' });
  const { ended } = await editInWindow(process.execPath, fails, folder());
  expect(await ended).toEqual({ failed: 'no display' });
});

test('one that says nothing is quoted with its exit code, one that ends well not at all', async () => {
  expect(await editHere(process.execPath, ['-e', 'process.exit(3)'], folder())).toEqual({ failed: 'exit code 3' });
  expect(await editHere(process.execPath, ['-e', ''], folder())).toEqual({});
  const { ended } = await editInWindow(process.execPath, ['-e', ''], folder());
  expect(await ended).toEqual({});
});

test('one that is not there rejects, and nothing is left in the temporary folder', async () => {
  const own = folder();
  const before = process.env.TMPDIR;
  process.env.TMPDIR = own;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  await expect(editHere('no-such-editor', [], own)).rejects.toThrow();
  await expect(editInWindow('no-such-editor', [], own)).rejects.toThrow();
  await (await editInWindow(process.execPath, ['-e', ''], own)).ended;
  expect(readdirSync(own)).toEqual([]);
});
