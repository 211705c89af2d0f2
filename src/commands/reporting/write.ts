import { statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { onDisk } from '../../workspace/errors.ts';
import { writeWhole } from '../../workspace/files.ts';
import type { CliContext } from '../context.ts';
import type { Spec } from './registry.ts';

/** To its file, or to stdout where it names none. '' makes the file. Throws a LackError for one that can't be written. */
export function writeReport(cli: CliContext, { file }: Pick<Spec, 'file'>, text: string): void {
  if (file === undefined) {
    cli.out(text);
    return;
  }
  const path = resolve(cli.cwd, file);
  // Our own streams: where one is a socket, it can't be opened by its name.
  const own = { '/dev/stdout': cli.out, '/dev/stderr': cli.err }[path];
  if (own) own(text);
  else onDisk(path, () => (isDevice(path) ? writeInto(path, text) : writeWhole(path, text)));
}

/** A pipe or a device, such as /dev/stdout: it is there, and is to stay what it is. */
function isDevice(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** Its reader takes the first end for the end of the report, so that nothing is written to try it. */
function writeInto(path: string, text: string): void {
  if (text !== '') writeFileSync(path, text);
}
