/** Numbers as bars: the learner's first, then those of the lesson's claim, on one scale a number. */
import { amount } from '../../kit/index.ts';
import type { Report, Suite } from '../suites.ts';
import { escaped } from '../xml.ts';

export function bars({ id, measures }: Suite, { measureOf }: Report['about']): string {
  const rows = Object.entries(measures).map(([name, { value, unit }]) => {
    const { title, beside } = measureOf(id, name);
    const all = [{ label: 'yours', value }, ...beside];
    const most = Math.max(...all.map((one) => one.value), Number.MIN_VALUE);
    const drawn = all.map((one, index) => bar(one.label, amount(one.value, unit), one.value / most, index === 0));
    return `<tr><th scope="row">${escaped(title)}</th><td>${drawn.join('')}</td></tr>`;
  });
  if (rows.length === 0) return '';
  return `<table><caption>Measured</caption><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

function bar(label: string, says: string, share: number, own: boolean): string {
  const width = Math.max(0.5, share * 100).toFixed(1);
  return `<div class="bar${own ? ' own' : ''}"><i style="width:${width}%"></i><span>${escaped(`${says} ${label}`)}</span></div>`;
}
