/** Values of manifests in sentences: what can't be seen is named, and what has no end is cut. */
import { visible } from '#kit';

export const legible = (text: string, most: number): string => {
  const seen = visible(text.slice(0, most + 1));
  return seen.length > most ? `${seen.slice(0, most - 1)}…` : seen;
};
