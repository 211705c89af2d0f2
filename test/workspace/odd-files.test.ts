/** What lies in real folders beside the program: editors' locks, links that lead nowhere, pipes, huge logs. None of it is anybody's bug. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FolderTooLarge, takeSnapshot } from '../../src/harness/run/snapshot.ts';
import { expectGradable } from '../../src/usecases/gradable.ts';
import { partOf } from '../../src/usecases/hints/answer.ts';
import { filesBeside } from '../../src/usecases/solution.ts';
import { hashFolder, textAt } from '../../src/workspace/files.ts';
import { changedFiles, resetStage } from '../../src/workspace/starter/reset.ts';
import { scaffoldStage } from '../../src/workspace/starter/scaffold.ts';
import { undoLast } from '../../src/workspace/starter/undo.ts';
import { openWorkshop } from '../../src/workspace/workshop.ts';
import { begun, temporary, write } from './course.ts';

const lock = 'learner@host.4242:1700000000';
const program = { 'go.mod': 'module a\n', 'main.go': 'package main\n\nfunc main() {}\n' };

/** A program among everything that is no source file. */
function oddFolder(): string {
  const folder = temporary();
  write(folder, program);
  symlinkSync(lock, join(folder, '.#main.go'));
  symlinkSync('nowhere', join(folder, 'old.go'));
  mkdirSync(join(folder, 'data.go'));
  symlinkSync('.', join(folder, 'loop.go'));
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.go')]);
  return folder;
}

const entryOf = (exercise: string) => ({
  id: '01-a',
  number: 1,
  optional: false,
  slug: 'a',
  exercise,
  solution: exercise,
  checker: 'x.ts',
});

describe('locks, links, folders and pipes named like sources', () => {
  test('the folder can be graded, and the checks see its files alone', () => {
    const [folder, target] = [oddFolder(), temporary()];
    expect(() => expectGradable({ entry: entryOf(folder), folder })).not.toThrow();
    expect(takeSnapshot(folder, target).list()).toEqual(['go.mod', 'main.go']);
    expect(hashFolder(folder)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('the solution beside them, and a hint from it, read texts alone', () => {
    const [folder, solution] = [oddFolder(), temporary()];
    write(solution, { 'main.go': 'package main\n\nfunc sayHello() {\n}\n' });
    const yours = filesBeside(folder, solution).map(({ path, yours }) => [path, yours !== undefined]);
    expect(yours).toEqual([['main.go', true]]);
    expect(partOf(solution, 'call sayHello', undefined, folder)?.path).toBe('main.go');
  });

  test('only texts have a text', () => {
    const folder = oddFolder();
    for (const path of ['.#main.go', 'old.go', 'data.go', 'loop.go', 'pipe.go'])
      expect(textAt(join(folder, path))).toBeUndefined();
    expect(textAt(join(folder, 'main.go'))).toBe(program['main.go']);
  });

  test('an editor’s lock is no change: start restores what is missing, reset leaves it alone', async () => {
    const { workshop, stage } = await begun();
    const { folder } = await scaffoldStage(workshop, stage);
    symlinkSync(lock, join(folder, '.#main.go'));
    expect(changedFiles(workshop, stage)).toEqual([]);
    rmSync(join(folder, 'main.go'));
    expect((await scaffoldStage(workshop, stage)).restored).toEqual(['main.go']);
  });

  test('reset removes a dangling link, undo brings it back', async () => {
    const { workshop, stage, folder: home } = await begun();
    const { folder } = await scaffoldStage(workshop, stage);
    symlinkSync('nowhere', join(folder, 'old.go'));
    expect((await resetStage(openWorkshop(home), stage)).changed).toEqual(['old.go']);
    expect(lstatSync(join(folder, 'old.go'), { throwIfNoEntry: false })).toBeUndefined();
    undoLast(openWorkshop(home));
    expect(readlinkSync(join(folder, 'old.go'))).toBe('nowhere');
  });
});

describe('more than an exercise', () => {
  const message = (folder: string, target: string): string => {
    try {
      takeSnapshot(folder, target);
      return 'taken';
    } catch (error) {
      expect(error).toBeInstanceOf(FolderTooLarge);
      return (error as Error).message;
    }
  };

  test.each([
    [211_000_000, '202 MiB'],
    [5_000_000_000, '4769 MiB'],
  ])('a log of %d bytes is named with the limit, and nothing is copied', (bytes, size) => {
    const [folder, target] = [temporary(), temporary()];
    write(folder, { ...program, 'debug.log': '' });
    truncateSync(join(folder, 'debug.log'), bytes);
    expect(message(folder, target)).toMatch(
      new RegExp(`more than 200 MiB. Its largest file is debug.log \\(${size}\\)`),
    );
    expect(readdirSync(target)).toEqual([]);
    const before = hashFolder(folder);
    truncateSync(join(folder, 'debug.log'), bytes + 1);
    expect(hashFolder(folder)).not.toBe(before);
  });

  test('the folder that holds most of the files is named', () => {
    const [folder, target] = [temporary(), temporary()];
    const many = Array.from({ length: 5_000 }, (_, n) => [`cache/${n}`, '']);
    write(folder, { ...program, ...Object.fromEntries(many) });
    expect(message(folder, target)).toMatch(/more than 5000 files, most of them in cache\/ \(5000\)/);
    expect(existsSync(join(target, 'main.go'))).toBe(false);
  });
});
