/** A measure as bars: the learner's number first, then those of the lesson's claim. */
import { amount } from '../kit/index.ts';
import type { MeasureRow } from './measures.ts';

export type Bar = { label: string; value: number; says: string };

/** Empty where there is nothing to compare with. */
export function barsOf({ value, unit, beside = [] }: MeasureRow): Bar[] {
  if (beside.length === 0) return [];
  const claims = beside.map((claim) => ({
    label: claim.label,
    value: claim.value,
    says: claim.least === undefined ? amount(claim.value, unit) : range(claim.least, claim.value, unit),
  }));
  return [{ label: 'yours', value, says: amount(value, unit) }, ...claims];
}

/** e.g. "50–100 ms", "900 kB–1.2 MB" */
function range(least: number, most: number, unit: MeasureRow['unit']): string {
  const [from, to] = [amount(least, unit), amount(most, unit)];
  const nameOf = (text: string) => text.split(' ')[1] ?? '';
  return nameOf(from) === nameOf(to) ? `${from.split(' ')[0]}–${to}` : `${from}–${to}`;
}
