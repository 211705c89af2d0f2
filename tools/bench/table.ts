/** Measures both sides of every comparison in one run, taking turns, and prints medians and ratios. */
import { median } from './machine.ts';

export type Comparison = {
  name: string;
  against: string;
  /** The ratio of the medians should not be above it. */
  goal?: number;
  /** Both in milliseconds. */
  ours: () => number | Promise<number>;
  theirs: () => number | Promise<number>;
  close?: () => Promise<void>;
};

/** What has nothing to be compared with: a value that should not be above its goal, where it has one. */
export type Figure = { name: string; value: number; unit: 'ms' | '%' | 'MB'; goal?: number };

export type Row = {
  name: string;
  against: string;
  oursMs: number;
  theirsMs: number;
  ratio: number;
  goal?: number;
  rounds: number;
};

export async function measure({ name, against, goal, ours, theirs, close }: Comparison, rounds: number): Promise<Row> {
  const left: number[] = [];
  const right: number[] = [];
  try {
    // One of each first: files in the page cache, builds in Go's.
    await ours();
    await theirs();
    for (let round = 0; round < rounds; round += 1) {
      left.push(await ours());
      right.push(await theirs());
    }
  } finally {
    await close?.();
  }
  const [oursMs, theirsMs] = [median(left), median(right)];
  return { name, against, oursMs, theirsMs, ratio: oursMs / theirsMs, ...(goal ? { goal } : {}), rounds };
}

export function print(row: Row): string {
  const goal = row.goal === undefined ? '' : `  goal ≤ ${row.goal}  ${row.ratio <= row.goal ? 'met' : 'MISSED'}`;
  const ms = (value: number) => `${value.toFixed(0)} ms`.padStart(9);
  return `${row.name.padEnd(34)}${ms(row.oursMs)} ${ms(row.theirsMs)}  ratio ${row.ratio.toFixed(2).padStart(5)}${goal}\n${' '.repeat(4)}against ${row.against}, median of ${row.rounds}\n`;
}

export function printFigure({ name, value, unit, goal }: Figure): string {
  const shown = `${value.toFixed(unit === '%' ? 2 : 0)} ${unit}`.padStart(9);
  const judged = goal === undefined ? '' : `  goal ≤ ${goal.toFixed(0)} ${unit}  ${value <= goal ? 'met' : 'MISSED'}`;
  return `${name.padEnd(34)}${shown}${judged}\n`;
}
