import { type Finding, finding, type Source } from '#kit';
import { steps } from '../steps.ts';
import { declaration, list, type Seen } from './seen.ts';

/** What Count returned, and its argument afterwards. A nil map or slice is null. */
export type Counted = { counts: Record<string, number> | null; order: string[] | null; words: string[] | null };

const info = steps.slicesMaps;

type Words = Pick<Finding, 'summary' | 'expected' | 'actual' | 'hint'> & { at?: RegExp };

export function counted(
  words: readonly string[],
  got: Counted,
  { source, printed }: Pick<Seen, 'source' | 'printed'>,
): Finding | undefined {
  const order = [...new Set(words)];
  const found = changed(words, got) ?? miscounted(words, got) ?? misordered(order, got.order ?? [], source);
  if (!found) return undefined;
  const { at, ...said } = found;
  return finding({ ...said, evidence: [(at && source.find(at)) ?? declaration({ info, source }), printed()] });
}

/** An append to words[:0] writes into the array that the caller's slice shares. */
function changed(words: readonly string[], { words: after }: Counted): Words | undefined {
  if (list(after ?? []) === list(words)) return undefined;
  return {
    summary: 'Count changed the slice that it was given.',
    expected: list(words),
    actual: list(after ?? []),
    hint: 'A slice is a view of an array. words[:0] is empty but shares the array, so an append to it overwrites the caller’s words, and words[i] = … does too. Begin with var order []string.',
    at: /words\[[^\]]*\](?!\s*[=!<>]=)|sort\.|slices\./,
  };
}

function miscounted(words: readonly string[], got: Counted): Words | undefined {
  const counts = got.counts ?? {};
  const seen = Object.keys(counts);
  if (words.length > 0 && seen.length === 0)
    return {
      summary: `Count of ${words.length} words returned an empty map.`,
      expected: 'a map from each word to how often it occurs',
      actual: 'no entry',
      hint: 'counts[word]++ adds one: a word that is not there yet reads as 0. The map has to be made first: counts := make(map[string]int).',
      at: /map\[string\]int/,
    };
  const wrong = [...new Set([...words, ...seen])].find((word) => counts[word] !== occurrences(words, word));
  if (wrong === undefined) return undefined;
  const right = occurrences(words, wrong);
  const number = counts[wrong];
  return {
    summary:
      number === undefined
        ? `The map has no entry for "${wrong}".`
        : `The map says ${number} for "${wrong}", which occurs ${times(right)}.`,
    expected: `${right} for "${wrong}"`,
    actual: number === undefined ? 'no entry' : String(number),
    hint:
      number === 1 || (number === undefined && right > 0)
        ? 'counts[word]++ runs once for every word, also for one that was counted before.'
        : 'The zero value does the work: a word that is not in the map reads as 0, so counts[word]++ is right for the first time too.',
    at: /\bcounts\s*\[|\w+\[word\]/,
  };
}

const times = (n: number) => (n === 0 ? 'not at all' : n === 1 ? 'once' : `${n} times`);
const occurrences = (words: readonly string[], word: string) => words.filter((one) => one === word).length;

function misordered(order: readonly string[], got: readonly string[], source: Source): Words | undefined {
  if (list(got) === list(order)) return undefined;
  const told = { expected: list(order), actual: list(got) };
  if (got.length === 0)
    return {
      summary: 'The counts are right, but the slice of words is empty.',
      ...told,
      hint: 'append changes no slice, it returns the longer one: order = append(order, word).',
      at: /append\(|return /,
    };
  if (new Set(got).size < got.length)
    return {
      summary: 'The slice has a word more than once.',
      ...told,
      hint: 'Append a word only when it comes for the first time: counts[word] is 0 before it is counted.',
      at: /append\(/,
    };
  if (list([...got].sort()) !== list([...order].sort()))
    return {
      summary: 'The slice has other words than it was given.',
      ...told,
      hint: 'Each different word belongs into it once.',
      at: /append\(/,
    };
  const ranged = /range (counts|m|freq\w*|seen|result)\b/;
  return {
    summary: 'The slice has every word once, but not in the order in which they first came.',
    ...told,
    hint: source.has(ranged)
      ? 'Go walks through a map in an order that is different each time, on purpose. Append in the loop over words, where the order is known.'
      : 'Append in the loop over words, when a word comes for the first time. A map has no order: going through one gives another each time.',
    at: source.has(ranged) ? ranged : /append\(|sort\.|slices\./,
  };
}
