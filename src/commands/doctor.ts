/** `doctor`: what this machine has and lacks, and how to get it. */
import { type DoctorRow, examine } from '../usecases/doctor.ts';
import { stagesOf } from '../usecases/session.ts';
import { wrap } from '../words/lines.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';

/** Exit code 2 when Go is not usable: without it no stage can be done. Everything else is for some stages only. */
export async function run(cli: CliContext, options: Options & { json?: boolean }): Promise<number> {
  const rows: DoctorRow[] = [];
  for await (const row of examine({ ...cli, stages: stagesOf(cli, options) }, cli.signal)) {
    rows.push(row);
    if (!options.json) cli.out(textOf(row, cli));
  }
  if (cli.signal.aborted) return exitCodes.interrupted;
  if (options.json) cli.out(`${JSON.stringify({ schema: 1, found: rows.map(jsonOf) }, null, 2)}\n`);
  return rows.some((row) => row.name === 'Go' && row.state !== 'found') ? exitCodes.usage : exitCodes.passed;
}

/** Stable: fields may be added, none changes its meaning. `detail`: what was found, or what is wrong. */
function jsonOf(row: DoctorRow) {
  const { name, state, neededFor } = row;
  return row.state === 'found'
    ? { name, state, detail: row.detail, neededFor }
    : { name, state, detail: row.what, fix: row.fix === '' ? undefined : row.fix, neededFor };
}

const indent = ' '.repeat(14);

function textOf(row: DoctorRow, { terminal }: CliContext): string {
  const width = Math.min(Math.max(terminal.columns, 40), 100);
  const said =
    row.state === 'found'
      ? [`${row.name}: ${row.detail}`]
      : [`${row.name}: ${row.what}`, ...row.fix.split('\n').filter(Boolean), `Needed for ${row.neededFor}.`];
  const lines = said.map((words) => wrap(words, width, indent));
  return `  ${row.state.replace('-', ' ').padEnd(indent.length - 2)}${lines.join(`\n${indent}`)}\n`;
}
