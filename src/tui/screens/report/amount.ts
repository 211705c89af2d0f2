import type { Unit } from '../../../kit/index.ts';

/** A number as people say it: 6.1 MB (10⁶ bytes), 74 ms, 1.2 s. */
export function amount(value: number, unit: Unit): string {
  if (unit === 'count') return Number.isInteger(value) ? String(value) : value.toFixed(1);
  const steps: readonly [number, string][] =
    unit === 'bytes'
      ? [
          [1e9, 'GB'],
          [1e6, 'MB'],
          [1e3, 'kB'],
          [0, 'B'],
        ]
      : [
          [60_000, 'min'],
          [1000, 's'],
          [0, 'ms'],
        ];
  const [size, name] = steps.find(([least]) => value >= least) ?? [0, ''];
  const scaled = size === 0 ? value : value / size;
  return `${scaled >= 100 || Number.isInteger(scaled) ? Math.round(scaled) : scaled.toFixed(1)} ${name}`;
}
