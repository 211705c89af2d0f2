/** Amounts and lists as people write them. SI units, because users of go, docker and kubectl read those. */
import type { Unit } from '../event.ts';

/** A measure: "6.1 MB", "74 ms", "3". */
export function amount(value: number, unit: Unit): string {
  if (unit === 'bytes') return size(value);
  return unit === 'ms' ? duration(value) : counted(toTenth(value));
}

/** "3", "3,561" */
export const counted = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** A time in milliseconds: "3.7 ms", "740 ms", "1.2 s", "2 min 5 s". */
export function duration(ms: number): string {
  const whole = ms < 10 ? toTenth(ms) : Math.round(ms);
  if (whole < 1000) return `${whole} ms`;
  const seconds = toTenth(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const total = Math.round(ms / 1000);
  const rest = total % 60;
  return `${Math.floor(total / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

const steps = [
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
] as const;

/** "512 B", "6.1 MB" (10⁶ bytes), "210 MB". */
export function size(bytes: number): string {
  const shown = ([name, worth]: (typeof steps)[number]) => {
    const scaled = bytes / worth;
    return { name, scaled: scaled < 100 ? toTenth(scaled) : Math.round(scaled) };
  };
  const all = steps.map(shown);
  const { name, scaled } = all.find((one) => one.scaled < 1000) ?? shown(['GB', 1e9]);
  return `${scaled} ${name}`;
}

const toTenth = (value: number) => Math.round(value * 10) / 10;

/** "1 file", "3 files" */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** "main.go", "main.go and go.mod", "a, b and 7 more" */
export function enumerate(items: readonly string[], most = 6): string {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : [...items];
  const last = shown.pop() ?? '';
  return shown.length > 0 ? `${shown.join(', ')} and ${last}` : last;
}
