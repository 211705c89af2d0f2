/** Laying out a long text takes milliseconds, so the lines are kept for the same text at the same width. */
export function remembered<T extends object, R>(draw: (text: T, width: number) => R): (text: T, width: number) => R {
  const kept = new WeakMap<T, { width: number; lines: R }>();
  return (text, width) => {
    const before = kept.get(text);
    if (before?.width === width) return before.lines;
    const lines = draw(text, width);
    kept.set(text, { width, lines });
    return lines;
  };
}
