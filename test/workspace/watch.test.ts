import { EventEmitter, once } from 'node:events';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchFolder } from '../../src/workspace/watch.ts';
import { temporary, write } from './course.ts';

test('tells of a save that changes something, and of no other', async () => {
  const folder = temporary();
  write(folder, { 'main.go': 'one', 'go.mod': 'm' });
  const saves = new EventEmitter();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const { how } = await watchFolder(folder, (files) => saves.emit('save', files), stop.signal);
  expect(how).toMatch(/events|polling/);
  const first = once(saves, 'save');
  // Written again as it was: had it been told, it would come first.
  write(folder, { 'go.mod': 'm' });
  write(folder, { 'main.go': 'two' });
  expect(await first).toEqual([['main.go']]);
  // As editors do it: beside, then renamed.
  const second = once(saves, 'save');
  write(folder, { '.main.go.swp': 'three' });
  renameSync(join(folder, '.main.go.swp'), join(folder, 'main.go'));
  expect(await second).toEqual([['main.go']]);
});
