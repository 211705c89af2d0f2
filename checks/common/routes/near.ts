/** Whether a pattern's path was probably meant for a request's: it lacks its beginning, or a letter or two are wrong. */
export function isNear(pattern: string, path: string): boolean {
  if (pattern.length > 1 && (path.endsWith(pattern) || pattern.endsWith(path))) return true;
  const given = path.split('/');
  const filled = pattern
    .split('/')
    .map((part, index) => (part.startsWith('{') ? (given[index] ?? part) : part))
    .join('/');
  const length = Math.max(filled.length, path.length);
  return changes(filled.toLowerCase(), path.toLowerCase()) <= Math.min(3, Math.floor(length / 4));
}

/** Letters to add, drop or replace (Levenshtein). */
function changes(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...a].entries()) {
    const next = [at + 1];
    for (let to = 1; to <= b.length; to += 1)
      next.push(
        Math.min((next[to - 1] ?? 0) + 1, (row[to] ?? 0) + 1, (row[to - 1] ?? 0) + (letter === b[to - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
