/** No name that anybody slipped in is longer; comparing takes the product of both lengths. */
const longest = 200;

/** "Did you mean": the candidate with the fewest edits, where that is few enough to be a slip. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longest) return undefined;
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  if (!best) return undefined;
  return best.edits <= Math.max(1, Math.floor(Math.max(word.length, best.candidate.length) * 0.4))
    ? best.candidate
    : undefined;
}

/** Optimal string alignment: inserted, deleted, replaced and swapped letters each count one. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const at = (di: number, dj: number) => (di === 0 ? row : (rows[i - di] ?? []))[j - dj] ?? 0;
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, at(2, 2) + 1);
      row.push(edits);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
