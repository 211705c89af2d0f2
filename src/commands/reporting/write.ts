import { resolve } from 'node:path';
import { onDisk } from '../../workspace/errors.ts';
import { writeWhole } from '../../workspace/files.ts';
import type { CliContext } from '../context.ts';
import type { Spec } from './registry.ts';

/** To its file, or to stdout where it names none. Throws a UsageError for a file that can't be written. */
export function writeReport(cli: CliContext, { file }: Pick<Spec, 'file'>, text: string): void {
  if (file === undefined) {
    cli.out(text);
    return;
  }
  const path = resolve(cli.cwd, file);
  onDisk(path, () => writeWhole(path, text));
}
