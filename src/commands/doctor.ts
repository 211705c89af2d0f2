/** `doctor`: what this machine has and lacks, and how to get it. */
import { examine, type Row } from '../usecases/doctor.ts';
import { stagesOf } from '../usecases/target.ts';
import { type CliContext, type Common, exitCodes } from './context.ts';
import { wrap } from './terminal/text.ts';

/** Exit code 2 when Go is not usable: without it no stage can be done. The rest is for some stages only. */
export async function run(cli: CliContext, options: Common & { json?: boolean }): Promise<number> {
  const rows: Row[] = [];
  for await (const row of examine(cli, stagesOf(cli, options), cli.signal)) {
    rows.push(row);
    if (!options.json) cli.out(textOf(row, cli));
  }
  if (cli.signal.aborted) return exitCodes.interrupted;
  if (options.json) cli.out(`${JSON.stringify({ schema: 1, found: rows }, null, 2)}\n`);
  return rows.some((row) => row.name === 'Go' && row.state !== 'found') ? exitCodes.usage : exitCodes.passed;
}

const indent = ' '.repeat(14);

function textOf({ name, state, detail, fix, neededFor }: Row, { terminal }: CliContext): string {
  const width = Math.min(Math.max(terminal.columns, 40), 100);
  const more = [...(fix ? [fix] : []), ...(state === 'found' ? [] : [`Needed for ${neededFor}.`])];
  const lines = [`${name}: ${detail}`, ...more].map((words) => wrap(words, width, indent));
  return `  ${state.padEnd(indent.length - 2)}${lines.join(`\n${indent}`)}\n`;
}
