/** Something wrong at a place in a manifest, as a value: a check's rules find flaws, and the check fails with the first. */
import { type CheckContext, type Finding, fail, type Location, legible } from '#kit';

export type Flaw = Omit<Finding, 'evidence'> & { at: Location };

export const place = ({ file, line }: Location): string => `${file}:${line}`;

/** Shows the lines around the first flaw; does nothing where there is none. */
export function failAtFirst({ source }: Pick<CheckContext, 'source'>, flaws: readonly (Flaw | undefined)[]): void {
  const first = flaws.find((flaw) => flaw !== undefined);
  if (!first) return;
  const { at, summary, actual, ...finding } = first;
  fail({
    ...finding,
    summary: legible(`${place(at)}: ${summary}`, 200),
    actual: actual === undefined ? undefined : legible(actual, 400),
    evidence: [source.show(at)],
  });
}
