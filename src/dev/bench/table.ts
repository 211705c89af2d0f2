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
};

export type Row = {
  name: string;
  against: string;
  oursMs: number;
  theirsMs: number;
  ratio: number;
  goal?: number;
  rounds: number;
};

export async function measure({ name, against, goal, ours, theirs }: Comparison, rounds: number): Promise<Row> {
  // One of each first: files in the page cache, builds in Go's.
  await ours();
  await theirs();
  const left: number[] = [];
  const right: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    left.push(await ours());
    right.push(await theirs());
  }
  const [oursMs, theirsMs] = [median(left), median(right)];
  return { name, against, oursMs, theirsMs, ratio: oursMs / theirsMs, ...(goal ? { goal } : {}), rounds };
}

export function print(row: Row): string {
  const goal = row.goal === undefined ? '' : `  goal ≤ ${row.goal}  ${row.ratio <= row.goal ? 'met' : 'MISSED'}`;
  const ms = (value: number) => `${value.toFixed(0)} ms`.padStart(9);
  return `${row.name.padEnd(34)}${ms(row.oursMs)} ${ms(row.theirsMs)}  ratio ${row.ratio.toFixed(2).padStart(5)}${goal}\n${' '.repeat(4)}against ${row.against}, median of ${row.rounds}\n`;
}
