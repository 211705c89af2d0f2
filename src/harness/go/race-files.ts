/** With GORACE=log_path=FILE the runtime writes to FILE.<pid>, one file for each process. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RaceReport } from '../../kit/index.ts';
import { ownFilesUnder } from '../run/own-file.ts';
import { parseRaces } from './race.ts';

export function readRaces(path: string, root: string): RaceReport[] {
  const folder = dirname(path);
  const files = readdirSync(folder).filter((name) => name.startsWith(`${basename(path)}.`));
  const text = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return parseRaces(text, ownFilesUnder(root));
}
