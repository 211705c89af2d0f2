/** Numbers for people: SI for bytes on disk and in memory, as go, docker and kubectl users read them. */
import type { Measure } from '../engine/reduce.ts';

export function measureText({ value, unit }: Measure): string {
  if (unit === 'count') return String(value);
  if (unit === 'ms')
    return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} MB`;
  return value >= 1e3 ? `${Math.round(value / 1e3)} kB` : `${Math.round(value)} bytes`;
}
