/** Numbers that can only be meant in another unit. */
import { plural } from '#kit';
import { quantity } from './quantities.ts';

export type UnitFlaw = { summary: string; hint: string };

/** Less than any program has. */
const leastBytes = 2 ** 20;
/** More than any node lends to a pod of the lesson. */
const mostCores = 1;

export function wrongUnit(kind: 'memory' | 'cpu', given: unknown): UnitFlaw | undefined {
  const value = quantity(given);
  if (value === undefined || value <= 0) return undefined;
  if (kind === 'memory' && value < leastBytes) return tooLittle(String(given), value);
  if (kind === 'cpu' && value > mostCores) return tooMuch(String(given), value);
  return undefined;
}

function tooLittle(given: string, bytes: number): UnitFlaw {
  const [, number = given, unit = ''] = /^([\d.]+)(\D*)$/.exec(given) ?? [];
  return {
    summary: `${given} of memory is ${unit === 'm' ? `${number} thousandths of a byte` : plural(bytes, 'byte')}.`,
    hint: `Memory is written ${number}Mi: Mi is 1,048,576 bytes, and the m of CPU means a thousandth.`,
  };
}

function tooMuch(given: string, cores: number): UnitFlaw {
  const [, number = given] = /^([\d.]+)\D*$/.exec(given) ?? [];
  return {
    summary: `${given} of CPU is ${cores} whole cores.`,
    hint: `CPU is counted in cores; ${number}m is ${number} thousandths of one.`,
  };
}
