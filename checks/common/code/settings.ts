/** Settings that the code asks the environment for under another name than the contract's, or not at all. For hints alone. */
import { inText, type Location, type Source } from '#kit';
import type { Slip } from './slip.ts';

const asksFor = /\b(?:Getenv|LookupEnv|\w*[eE]nv\w*|\w*[dD]uration\w*|get\w*)\(\s*"([A-Z][A-Z0-9_]*)"/;

/** `others`: the settings that the code rightly reads. undefined where the name stands in the code: what becomes of it is not seen. */
export function neverRead(name: string, source: Source, others: readonly string[] = []): Slip | undefined {
  if (source.has(inText(new RegExp(`["\`][^"\`]*\\b${name}\\b`)))) return undefined;
  const [near] = namesRead(source)
    .filter((one) => !others.includes(one.name))
    .map((one) => ({ ...one, shared: sharedWords(one.name, name) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared);
  const instead = near ? ` It reads ${near.name} instead, which nobody sets.` : '';
  return {
    hint: `The setting is called ${name}, and this name appears nowhere in your code: the program never sees its value.${instead} Read it with os.Getenv("${name}").`,
    code: source.show(near?.at),
  };
}

const namesRead = (source: Source): { name: string; at: Location }[] =>
  source.all(inText(asksFor)).flatMap((at) => {
    const name = asksFor.exec(source.line(at))?.[1];
    return name === undefined ? [] : [{ name, at }];
  });

function sharedWords(one: string, other: string): number {
  const words = new Set(one.split('_'));
  return other.split('_').filter((word) => words.has(word)).length;
}
