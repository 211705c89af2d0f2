/** Measures both sides of every comparison in one run, taking turns, and prints medians and ratios. */
import { median } from './machine.ts';

export type Floor = { ms: number; goal?: number };

export type Comparison = {
  name: string;
  against: string;
  /** The highest ratio of the medians that is good enough. */
  goal?: number;
  /** The least that ours could take (ms), and the highest good ratio to that. */
  floor?: Floor;
  /** Both in milliseconds. */
  ours: () => number | Promise<number>;
  theirs: () => number | Promise<number>;
  close?: () => Promise<void>;
};

/** A value without a comparison. It should not exceed its goal, if it has one. */
export type Figure = { name: string; value: number; unit: 'ms' | '%' | 'MB'; goal?: number };

export type Row = {
  name: string;
  against: string;
  oursMs: number;
  theirsMs: number;
  ratio: number;
  goal?: number;
  floor?: Floor;
  rounds: number;
};

export async function measure(comparison: Comparison, rounds: number): Promise<Row> {
  const { name, against, goal, floor, ours, theirs, close } = comparison;
  const left: number[] = [];
  const right: number[] = [];
  try {
    // One of each first, to fill the page cache and Go's build cache.
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
  return { name, against, oursMs, theirsMs, ratio: oursMs / theirsMs, goal, floor, rounds };
}

export function print(row: Row): string {
  const ms = (value: number) => `${value.toFixed(0)} ms`.padStart(9);
  const against = `${' '.repeat(4)}against ${row.against}, median of ${row.rounds}\n`;
  return `${row.name.padEnd(34)}${ms(row.oursMs)} ${ms(row.theirsMs)}  ratio ${judged(row.ratio, row.goal)}\n${against}${floorLine(row)}`;
}

function floorLine({ oursMs, floor }: Row): string {
  if (!floor) return '';
  const ratio = judged(oursMs / floor.ms, floor.goal);
  return `${' '.repeat(4)}floor ${floor.ms.toFixed(0)} ms (longest chain, or all work over all cores), ratio ${ratio}\n`;
}

function judged(ratio: number, goal: number | undefined): string {
  const met = goal === undefined ? '' : `  goal ≤ ${goal}  ${ratio <= goal ? 'met' : 'MISSED'}`;
  return `${ratio.toFixed(2).padStart(5)}${met}`;
}

export const missed = ({ ratio, goal, oursMs, floor }: Row): boolean =>
  (goal !== undefined && ratio > goal) || (floor?.goal !== undefined && oursMs / floor.ms > floor.goal);

export function printFigure({ name, value, unit, goal }: Figure): string {
  const shown = `${value.toFixed(unit === '%' ? 2 : 0)} ${unit}`.padStart(9);
  const judged = goal === undefined ? '' : `  goal ≤ ${goal.toFixed(0)} ${unit}  ${value <= goal ? 'met' : 'MISSED'}`;
  return `${name.padEnd(34)}${shown}${judged}\n`;
}
