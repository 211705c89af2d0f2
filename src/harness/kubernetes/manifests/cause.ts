/** What has brought an error into a document, where more is known than the parser says. */
import type { ManifestFault } from '../../../kit/index.ts';

export type Cause = { fault: ManifestFault; offset: number };

/** How many lines above the place where the parser stopped a wrong indentation may be. */
const reach = 10;

/** `offset`: where the parser stopped. A merge conflict may be anywhere, a template on this line. */
export function causeNear(text: string, offset: number): Cause | undefined {
  const conflict = /^(?:<{7}|={7}|>{7})(?: .*)?$/m.exec(text);
  if (conflict) return { fault: { kind: 'merge-conflict' }, offset: conflict.index };
  const end = text.indexOf('\n', offset);
  const begin = text.lastIndexOf('\n', offset - 1) + 1;
  const template = text.slice(begin, end < 0 ? undefined : end).indexOf('{{');
  if (template >= 0) return { fault: { kind: 'yaml-template' }, offset: begin + template };
  const above = beginOfLine(text, begin, reach);
  const unseen = unseenBlank.exec(text.slice(above, end < 0 ? undefined : end));
  return unseen ? { fault: { kind: 'yaml-unseen', character: unseen[0] }, offset: above + unseen.index } : undefined;
}

function beginOfLine(text: string, line: number, above: number): number {
  let begin = line;
  for (let steps = 0; steps < above && begin > 0; steps += 1) begin = text.lastIndexOf('\n', begin - 2) + 1;
  return begin;
}

/** Blank to people and none to YAML, where a blank means something: before a line, behind a colon or a dash; and a line break that nobody sees. */
const unseenBlank = /(?<=^ *|[:-] *)[\u00a0\u2000-\u200d\u202f\u205f-\u2064\u3000\ufeff]|[\u0085\u2028\u2029]/m;
