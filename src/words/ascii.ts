/** What we write, for terminals that show ASCII only. */

/**
 * By POSIX the first of these that is set and not empty decides. Where none is set (containers, services) the terminal
 * still nearly always takes UTF-8. https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function knowsUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return locale === '' || /utf-?8/i.test(locale);
}

/** Each as wide as what it replaces, so that drawings and columns hold. */
const alike = [
  ['─╌┄━–—−‐‑', '-'],
  ['═', '='],
  ['│┃║▌▏', '|'],
  ['┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬', '+'],
  ['▶►❯›→↪', '>'],
  ['◀◄‹←', '<'],
  ['▼↓', 'v'],
  ['▲↑', '^'],
  ['█▓▒', '#'],
  ['✓', '+'],
  ['✗×', 'x'],
  ['‼', '!'],
  ['●•', '*'],
  ['·', '.'],
  ['‘’', "'"],
  ['“”„', '"'],
  ['\u00a0\u2009\u202f', ' '],
  ['µμ', 'u'],
].flatMap(([ones = '', plain = '']) => Array.from(ones, (one) => [one, plain] as const));

const plainOf = new Map<string, string>(alike);

/** Wider than what it replaces: takes the room of blanks behind it where there are more than one. */
const wider: Record<string, string> = { '…': '...', '≤': '<=', '≥': '>=', '≠': '!=' };

/** Letters lose their accents; of what is left, each cell becomes a question mark. */
export function ascii(text: string, widthOf: (one: string) => number = () => 1): string {
  return text
    .replace(/([…≤≥≠])( {3,})?/g, (_, one: string, blanks = '') => {
      const plain = wider[one] ?? '?';
      return plain + blanks.slice(plain.length - 1);
    })
    .replace(/[^\0-\x7f]+/g, (part) =>
      Array.from(part.normalize('NFC'), (one) => plainOf.get(one) ?? bare(one) ?? '?'.repeat(widthOf(one))).join(''),
    );
}

/** é → e */
function bare(letter: string): string | undefined {
  const base = letter.normalize('NFD').replace(/\p{M}+/gu, '');
  return /^[\x20-\x7e]$/.test(base) ? base : undefined;
}
