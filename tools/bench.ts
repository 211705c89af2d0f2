/**
 * `npm run bench [-- [name…] [--rounds N] [--stages 00,01]]`: medians and ratios, both sides measured in one run. Without names
 * the numbers are kept in bench/results.json. Exit code 1 when a goal is missed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/course/own.ts';
import { checkBenches } from './bench/checks.ts';
import { describeMachine } from './bench/machine.ts';
import { startUps } from './bench/start-up.ts';
import { type Figure, measure, missed, print, printFigure, type Row } from './bench/table.ts';
import { idle, keyPress, saveToVerdict } from './bench/ui.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { rounds: { type: 'string', default: '7' }, stages: { type: 'string', default: '00,01,02,03,04' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const wanted = (name: string) => positionals.length === 0 || positionals.some((part) => name.includes(part));

const machine = describeMachine();
process.stdout.write(`${Object.values(machine).join(' · ')}\n\n`);
const rows: Row[] = [];
const figures: Figure[] = [];
for (const comparison of startUps.filter((one) => wanted(one.name))) show(await measure(comparison, rounds * 2));
for await (const comparison of checkBenches(values.stages.split(',').filter(wantsStage)))
  show(await measure(comparison, rounds));
if (wanted('save')) show(await measure(await saveToVerdict(), rounds));
if (wanted('key press')) showFigures(await keyPress());
if (wanted('idle')) showFigures(await idle());

if (positionals.length === 0) {
  const folder = join(packageRoot, 'bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'results.json'),
    `${JSON.stringify({ measured: new Date().toISOString(), machine, rows, figures }, null, 2)}\n`,
  );
}
if (rows.some(missed) || figures.some((one) => one.goal !== undefined && one.value > one.goal)) process.exitCode = 1;

function show(row: Row): void {
  rows.push(row);
  process.stdout.write(print(row));
}

function showFigures(more: readonly Figure[]): void {
  figures.push(...more);
  process.stdout.write(more.map(printFigure).join(''));
}

function wantsStage(name: string): boolean {
  return wanted(`check ${name}`);
}
