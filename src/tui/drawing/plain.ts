/**
 * Makes text from outside (a learner's program, a server's answer) harmless. The harness already strips control sequences
 * at capture; here nothing may reach the terminal that moves the cursor or changes the writing direction.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const harmless = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(escapes, '').replace(controls, '·');

/** Tabs as blanks up to the next stop, as a terminal would show them. */
export function untab(text: string, stop = 4): string {
  if (!text.includes('\t')) return text;
  let column = 0;
  return text.replace(/\t|[^\t]+/g, (part) => {
    const shown = part === '\t' ? ' '.repeat(stop - (column % stop)) : part;
    column += shown.length;
    return shown;
  });
}

/** Blanks and tabs that would otherwise be invisible: · for a trailing blank, → for a tab. */
export const showBlanks = (text: string): string =>
  untab(text.replace(/\t/g, '→\t').replace(/ +$/, (blanks) => '·'.repeat(blanks.length)));

export const linesOf = (text: string): string[] => harmless(text).replace(/\n$/, '').split('\n');
