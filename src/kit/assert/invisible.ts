/**
 * Two texts that look the same and are not: the character that makes the difference, by its name. Names of the Unicode
 * Character Database; look-alikes are the letters of confusables.txt (UTS #39) that keyboards and web pages really mix up.
 */
import { isJsonObject, type Json } from './json.ts';

const names = new Map<string, string>([
  ['\u00a0', 'a no-break space'],
  ['\u00ad', 'a soft hyphen'],
  ['\u2002', 'an en space'],
  ['\u2003', 'an em space'],
  ['\u2007', 'a figure space'],
  ['\u2009', 'a thin space'],
  ['\u200b', 'a zero-width space'],
  ['\u200c', 'a zero-width non-joiner'],
  ['\u200d', 'a zero-width joiner'],
  ['\u200e', 'a left-to-right mark'],
  ['\u200f', 'a right-to-left mark'],
  ['\u2028', 'a line separator'],
  ['\u202f', 'a narrow no-break space'],
  ['\u2060', 'a word joiner'],
  ['\u3000', 'an ideographic space'],
  ['\ufeff', 'a byte order mark'],
  [' ', 'a space'],
  ['\t', 'a tab'],
  ['\n', 'a line break'],
  ['\r', 'a carriage return'],
]);

const scripts = {
  Cyrillic: ['АВЕЅІЈКМНОРСТУХаеорсухѕіј', 'ABESIJKMHOPCTYXaeopcyxsij'],
  Greek: ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοντ', 'ABEZHIKMNOPTYXovt'],
} as const;

/** A letter of another script → what it looks like. */
const lookAlikes = new Map<string, { script: string; like: string }>(
  Object.entries(scripts).flatMap(([script, [letters, like]]) =>
    [...letters].map((letter, at) => [letter, { script, like: like[at] as string }] as const),
  ),
);

/** Blank or without any width, beside the ordinary space, tab and line break; a joiner inside an emoji is part of it. */
const unseen =
  /(?<!\p{Extended_Pictographic}\ufe0f?)\u200d|[\u00a0\u00ad\u2000-\u200c\u200e\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]|(?![\t\n\r])\p{Cc}/gu;

const codeOf = (one: string) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Characters that nobody sees are written as ⟨U+00A0⟩. */
export const visible = (text: string): string => text.replace(unseen, (one) => `⟨${codeOf(one)}⟩`);

/** The same for a sentence: of at most `most` characters, as a value that somebody wrote may have no end. */
export const legible = (text: string, most: number): string => {
  const seen = visible(text.slice(0, most + 1));
  return seen.length > most ? `${seen.slice(0, most - 1)}…` : seen;
};

/** What a reader sees. */
const asSeen = (text: string): string =>
  [...text.normalize('NFKC').replace(/[\u00ad\u200b-\u200f\u2060\ufeff]|(?![\t\n\r])\p{Cc}/gu, '')]
    .map((one) => lookAlikes.get(one)?.like ?? one)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * What the difference between two texts is, where a reader can't see it: 'a no-break space (U+00A0) after "ok"'. Undefined
 * where the texts are the same, or differ for everybody to see.
 */
export function invisibleDifference(wanted: string, got: string): string | undefined {
  if (wanted === got || asSeen(wanted) !== asSeen(got)) return undefined;
  const [right, wrong] = [[...wanted], [...got]];
  const at = right.findIndex((one, index) => one !== wrong[index]);
  const index = at < 0 ? right.length : at;
  const extra = wrong[index];
  const where = index === 0 ? 'at the beginning' : `after "${visible(right.slice(0, index).slice(-12).join(''))}"`;
  if (extra === undefined || isMissing(right, wrong, index)) return `${nameOf(right[index] ?? '')} is missing ${where}`;
  const like = lookAlikes.get(extra);
  if (like) return `a ${like.script} letter (${codeOf(extra)}) that looks like ${like.like} ${where}`;
  return `${nameOf(extra)} ${where}`;
}

/** The rest is what it should be, one character later. */
const isMissing = (right: readonly string[], wrong: readonly string[], at: number) =>
  right.length > wrong.length && right[at + 1] === wrong[at];

const nameOf = (one: string): string => {
  const name = names.get(one);
  if (name && /[ \t]/.test(one)) return name;
  return `${name ?? (/\p{Cc}/u.test(one) ? 'a control character' : one)} (${codeOf(one)})`;
};

/** The first such character outside of strings, where JSON allows none. */
export function strayInJson(body: string): string | undefined {
  const [stray] = body.replace(/"(?:\\.|[^"\\])*"/g, (text) => '"'.repeat(text.length)).match(unseen) ?? [];
  return stray && nameOf(stray);
}

/** The same for two documents, in the first text or key where they differ: '"status" has a no-break space …'. */
export function invisibleInJson(wanted: Json | undefined, got: Json | undefined, path = ''): string | undefined {
  if (typeof wanted === 'string' && typeof got === 'string') {
    const difference = invisibleDifference(wanted, got);
    return difference && (path === '' ? difference : `${path}: ${difference}`);
  }
  if (Array.isArray(wanted) && Array.isArray(got))
    return firstOf(wanted, (item, index) => invisibleInJson(item, got[index], `${path}[${index}]`));
  if (!isJsonObject(wanted) || !isJsonObject(got)) return undefined;
  return firstOf(Object.keys(wanted), (key) =>
    Object.hasOwn(got, key) ? invisibleInJson(wanted[key], got[key], `"${key}"`) : keyLike(key, got),
  );
}

const keyLike = (key: string, got: { [key: string]: Json }) =>
  firstOf(Object.keys(got), (other) => {
    const difference = invisibleDifference(key, other);
    return difference && `the key "${key}": ${difference}`;
  });

function firstOf<T>(items: readonly T[], find: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
