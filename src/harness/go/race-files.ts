/** With GORACE=log_path=FILE the runtime writes to FILE.<pid>, one file for each process. */
import { basename, dirname, join } from 'node:path';
import type { RaceReport } from '../../kit/index.ts';
import { namesIn, textOf } from '../process/procfs.ts';
import { ownFilesUnder } from '../run/own-file.ts';
import { parseRaces } from './race.ts';

export const readRaces = (path: string, root: string): RaceReport[] => parseRaces(textUnder(path), ownFilesUnder(root));

/** Also what the detector says when it cannot run. */
export const raceLog = (path: string): string[] => textUnder(path).split('\n');

function textUnder(path: string): string {
  const folder = dirname(path);
  const files = namesIn(folder).filter((name) => name.startsWith(`${basename(path)}.`));
  return files.map((name) => textOf(join(folder, name)) ?? '').join('\n');
}
