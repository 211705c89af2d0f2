/** Amounts as people write them: SI units, because go, docker and kubectl users read those. */

type Unit = 'ms' | 'bytes' | 'count';

/** Unit → the names of its steps and what one of them is worth, largest first. */
export const scales: Record<Unit, readonly (readonly [name: string, worth: number])[]> = {
  ms: [
    ['min', 60_000],
    ['s', 1000],
    ['ms', 1],
  ],
  bytes: [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
    ['B', 1],
  ],
  count: [],
};

/** e.g. "6.1 MB" (10⁶ bytes), "74 ms", "1.2 s", "3". */
export function amount(value: number, unit: Unit): string {
  const steps = scales[unit];
  const [name, worth] = steps.find(([, least]) => value >= least) ?? steps.at(-1) ?? ['', 1];
  const scaled = value / worth;
  const digits = Number.isInteger(scaled) || (scaled >= 100 && name !== '') ? Math.round(scaled) : scaled.toFixed(1);
  return name === '' ? String(digits) : `${digits} ${name}`;
}
