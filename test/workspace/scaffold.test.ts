import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../src/workspace/files.ts';
import { changedFiles, resetStage } from '../../src/workspace/starter/reset.ts';
import { scaffoldStage } from '../../src/workspace/starter/scaffold.ts';
import { undoLast } from '../../src/workspace/starter/undo.ts';
import { openWorkshop } from '../../src/workspace/workshop.ts';
import { begun, starterFiles, write } from './course.ts';

const text = (...parts: string[]) => readFileSync(join(...parts), 'utf8');

describe('start', () => {
  test('copies the starter, and a second time changes nothing', async () => {
    const { workshop, stage, folder } = await begun();
    const first = await scaffoldStage(workshop, stage);
    expect(first).toMatchObject({ created: true, folder: join(folder, '01-http-server') });
    const before = listFiles(folder);
    const again = await scaffoldStage(openWorkshop(folder), stage);
    expect(again).toMatchObject({ created: false, kept: [], updated: [], restored: [] });
    expect(listFiles(folder)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['.go-cloud-workshop', '01-http-server']);
  });

  test('keeps a changed file and lays the fresh one beside it, once', async () => {
    const { workshop, stage, folder } = await begun();
    const { folder: own } = await scaffoldStage(workshop, stage);
    write(own, { 'main.go': 'mine' });
    for (const _ of [1, 2]) {
      const { kept } = await scaffoldStage(openWorkshop(folder), stage);
      expect(kept).toEqual([{ path: 'main.go', fresh: 'main.go.fresh' }]);
      expect(text(own, 'main.go')).toBe('mine');
      expect(text(own, 'main.go.fresh')).toBe(starterFiles['main.go']);
    }
    write(own, { 'main.go.fresh': 'mine too' });
    expect((await scaffoldStage(openWorkshop(folder), stage)).kept).toEqual([
      { path: 'main.go', fresh: 'main.go.fresh-2' },
    ]);
    expect(text(own, 'main.go.fresh')).toBe('mine too');
  });

  test('brings back a lost file, but not one that was moved', async () => {
    const { workshop, stage, folder } = await begun();
    const { folder: own } = await scaffoldStage(workshop, stage);
    rmSync(join(own, 'main.go'));
    expect((await scaffoldStage(openWorkshop(folder), stage)).restored).toEqual(['main.go']);
    rmSync(join(own, 'main.go'));
    write(own, { 'cmd/server/main.go': 'package main\n' });
    expect((await scaffoldStage(openWorkshop(folder), stage)).kept).toEqual([
      { path: 'main.go', fresh: 'main.go.fresh' },
    ]);
    expect(existsSync(join(own, 'main.go'))).toBe(false);
  });

  test('updates a file nobody touched when the starter is newer, and undo takes it back', async () => {
    const { workshop, stage, folder } = await begun();
    const { folder: own } = await scaffoldStage(workshop, stage);
    write(stage.exercise, { 'README.md': '# 01, better\n' });
    expect((await scaffoldStage(openWorkshop(folder), stage)).updated).toEqual(['README.md']);
    expect(text(own, 'README.md')).toBe('# 01, better\n');
    expect(undoLast(workshop)).toMatchObject({ what: 'update', back: ['README.md'], aside: [] });
    expect(text(own, 'README.md')).toBe('# 01\n');
  });

  test('finds a stage that has another number now', async () => {
    const { workshop, stage, folder } = await begun();
    await scaffoldStage(workshop, stage);
    const renumbered = { ...stage, id: '03-http-server' };
    expect((await scaffoldStage(openWorkshop(folder), renumbered)).folder).toBe(join(folder, '01-http-server'));
    renameSync(join(folder, '01-http-server'), join(folder, '02-http-server'));
    expect((await scaffoldStage(openWorkshop(folder), renumbered)).folder).toBe(join(folder, '02-http-server'));
  });
});

describe('reset and undo', () => {
  test('reset brings the starter, undo everything back: changed, added and deleted files', async () => {
    const { workshop, stage } = await begun();
    const { folder: own } = await scaffoldStage(workshop, stage);
    write(own, { 'main.go': 'mine', 'internal/a.go': 'added' });
    rmSync(join(own, 'go.mod'));
    expect(changedFiles(workshop, stage)).toEqual(['go.mod', 'internal/a.go', 'main.go']);
    await resetStage(workshop, stage);
    expect(listFiles(own)).toEqual(Object.keys(starterFiles).sort());
    expect(changedFiles(workshop, stage)).toEqual([]);
    undoLast(workshop);
    expect(listFiles(own)).toEqual(['README.md', 'internal/a.go', 'main.go']);
    expect(text(own, 'main.go')).toBe('mine');
  });

  test('undo keeps what was written since, beside', async () => {
    const { workshop, stage } = await begun();
    const { folder: own } = await scaffoldStage(workshop, stage);
    write(own, { 'main.go': 'first' });
    await resetStage(workshop, stage);
    write(own, { 'main.go': 'second' });
    expect(undoLast(workshop).aside).toEqual([{ path: 'main.go', as: 'main.go.kept' }]);
    expect([text(own, 'main.go'), text(own, 'main.go.kept')]).toEqual(['first', 'second']);
  });

  test('undo is a stack, and says when it is empty', async () => {
    const { workshop, stage } = await begun();
    const { folder: own } = await scaffoldStage(workshop, stage);
    for (const words of ['one', 'two']) {
      write(own, { 'main.go': words });
      await resetStage(workshop, stage);
    }
    undoLast(workshop);
    expect(text(own, 'main.go')).toBe('two');
    undoLast(workshop);
    expect(text(own, 'main.go')).toBe('one');
    expect(() => undoLast(workshop)).toThrow('nothing to undo');
  });

  test('a copy that was not completed does not count', async () => {
    const { workshop, stage, folder } = await begun();
    const { folder: own } = await scaffoldStage(workshop, stage);
    write(own, { 'main.go': 'mine' });
    await resetStage(workshop, stage);
    write(folder, { '.go-cloud-workshop/undo/000002/before/main.go': 'half' });
    undoLast(workshop);
    expect(text(own, 'main.go')).toBe('mine');
  });
});
