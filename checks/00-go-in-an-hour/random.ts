/** Input that no program can have been written for. */

export const between = (least: number, most: number): number => least + Math.floor(Math.random() * (most - least + 1));

export function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(between(0, left.length - 1), 1)[0] as T);
}

const words = 'tea cake milk honey bread plum salt rice corn leek mint fig pear lime oat rye'.split(' ');

/** Different words, in any order. */
export const someWords = (count: number): string[] => shuffled(words).slice(0, count);
