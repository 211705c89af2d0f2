/** A program to be judged, put together in a folder that is removed afterwards. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openScratch } from '../../harness/run/scratch.ts';
import { UsageError } from '../../workspace/errors.ts';
import { copyWhole, listFiles } from '../../workspace/files.ts';
import { type Case, isNote } from './cases.ts';

export async function withProgram<T>(program: Case, use: (folder: string) => Promise<T>): Promise<T> {
  const scratch = openScratch();
  const folder = scratch.folder('program');
  try {
    for (const layer of program.layers) lay(layer, folder, program);
    for (const path of program.expects.removes) rmSync(join(folder, path), { recursive: true, force: true });
    return await use(folder);
  } finally {
    scratch.remove();
  }
}

function lay(layer: string, folder: string, program: Case): void {
  if (!existsSync(layer)) throw new UsageError(`${program.stage.id} has no ${program.name}: ${layer} is missing.`);
  for (const path of listFiles(layer)) {
    if (!isNote(path)) copyWhole(join(layer, path), join(folder, path));
  }
}
