export const megabytes = (bytes: number): string =>
  bytes >= 995_000_000
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : bytes >= 995_000
      ? `${(bytes / 1e6).toFixed(bytes < 9_950_000 ? 2 : 1)} MB`
      : `${Math.max(1, Math.round(bytes / 1e3))} kB`;

/** "a, b and c", at most `most` of them. */
export function listed(items: readonly string[], most = 6): string {
  if (items.length === 0) return '';
  const shown = items.slice(0, most);
  const more = items.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length === 1 ? String(shown[0]) : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
