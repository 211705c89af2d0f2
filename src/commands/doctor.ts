/** `doctor`: what this machine has and lacks, and how to get it. */
import { examine, type Row } from './examine.ts';
import { type Common, exitCodes, type Surroundings } from './surroundings.ts';
import { stagesOf } from './target.ts';

/** Exit code 2 when Go is not usable: without it no stage can be done. The rest is for some stages only. */
export async function run(surroundings: Surroundings, options: Common & { json?: boolean }): Promise<number> {
  const rows: Row[] = [];
  for await (const row of examine(surroundings, stagesOf(surroundings, options), surroundings.signal)) {
    rows.push(row);
    if (!options.json) surroundings.out(lineOf(row));
  }
  if (surroundings.signal.aborted) return exitCodes.interrupted;
  if (options.json) surroundings.out(`${JSON.stringify({ schema: 1, found: rows }, null, 2)}\n`);
  return rows.some((row) => row.name === 'Go' && row.state !== 'found') ? exitCodes.usage : exitCodes.passed;
}

function lineOf({ name, state, detail, fix, neededFor }: Row): string {
  const about = state === 'found' ? '' : `\n${' '.repeat(38)}needed for: ${neededFor}`;
  const how = fix ? `\n${' '.repeat(38)}${fix}` : '';
  return `  ${name.padEnd(24)}${state.padEnd(12)}${detail}${how}${about}\n`;
}
