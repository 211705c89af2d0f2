/**
 * Go source with what is not code blanked out: every character that goes becomes a space, so that lines and columns stay.
 * Tokens: https://go.dev/ref/spec#Comments, #String_literals and #Rune_literals.
 */

/** A // comment, a block comment, "…", `…` or '…', whichever begins first. One that is never closed ends with its line or file. */
const token = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|`[^`]*`?|'(?:\\.|[^'\\\n])*'?/g;

const blank = (text: string) => text.replace(/[^\n]/g, ' ');
const isComment = (text: string) => text.startsWith('/');

/** Comments become spaces. */
export const withoutComments = (code: string): string =>
  code.replace(token, (text) => (isComment(text) ? blank(text) : text));

/** Comments and the contents of strings become spaces; the quotes stay. */
export const withoutText = (code: string): string =>
  code.replace(token, (text) =>
    isComment(text) || text.length < 2 ? blank(text) : `${text[0]}${blank(text.slice(1, -1))}${text.at(-1)}`,
  );

/** Everything but comments becomes spaces. */
export function commentsOnly(code: string): string {
  let end = 0;
  let kept = '';
  for (const { 0: text, index } of code.matchAll(token)) {
    if (!isComment(text)) continue;
    kept += blank(code.slice(end, index)) + text;
    end = index + text.length;
  }
  return kept + blank(code.slice(end));
}
