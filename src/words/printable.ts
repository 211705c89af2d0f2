/** Text of a stranger's program, made harmless for a terminal. */
import { stripVTControlCharacters } from 'node:util';

/** Removes escape sequences and every control character except the tab. */
export function printable(text: string): string {
  // Cc: control characters. The rest reorder or break what is shown (Unicode bidirectional controls, separators).
  return stripVTControlCharacters(text).replace(/(?!\t)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** The same line by line; what is no Unicode (a lone surrogate) becomes U+FFFD, so that every format can hold it. */
export function printableLines(text: string): string {
  return text.toWellFormed().split(/\r?\n/).map(printable).join('\n');
}
