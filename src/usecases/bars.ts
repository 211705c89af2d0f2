/** Claims are sentences; the amounts in them can stand as bars beside the learner's own. */
import type { Unit } from '../kit/index.ts';
import type { MeasureRow } from './measures.ts';

export type Bar = { label: string; value: number; says: string };

const scales: Record<Unit, Record<string, number>> = {
  ms: { ms: 1, s: 1000, min: 60_000 },
  bytes: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 },
  count: {},
};

/** "50–100 ms; Spring Boot 5–20 s" → the lesson 100 ms, Spring Boot 20 s; of a range the far end is drawn. */
export function barsOf(row: MeasureRow, says: (value: number) => string): Bar[] {
  if (row.beside) return row.beside.map(({ label, value }) => ({ label, value, says: says(value) }));
  const scale = scales[row.unit];
  const units = Object.keys(scale).join('|');
  if (units === '' || !row.claim) return [];
  const amounts = new RegExp(`([^\\d;]*)((?:(\\d+(?:\\.\\d+)?)–)?(\\d+(?:\\.\\d+)?) (${units}))(?![\\w%])`, 'g');
  return [...row.claim.matchAll(amounts)].map(([, before = '', range = '', , far = '0', unit = '']) => ({
    label: labelOf(before),
    value: Number(far) * (scale[unit] ?? 1),
    says: range,
  }));
}

function labelOf(before: string): string {
  const words = before
    .replace(/^[\s,;(]*(?:and |or |against )?/, '')
    .replace(/(?:\b(?:about|of|with|in|is|weighs|holds|ready in|takes)\b|[,:(])?\s*$/, '')
    .trim();
  return /^(?:about|under|less than|up to|at most)?$/.test(words) ? 'the lesson' : words;
}
