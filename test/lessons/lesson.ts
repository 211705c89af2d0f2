/**
 * What a lesson tells a learner to type, in its order. A fence ```sh holds commands that work as printed; ```sh by-hand REASON holds
 * some that no test can run (they need a person, the internet, another builder). Whole commands in the text count as well.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Marked, type Token, type Tokens } from 'marked';

export const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'exercises');

/** `GOOS=windows go build`, `docker build .`: not the name of a command alone, and nothing that never ends. */
const whole = /^(?:(?:[A-Z_]+=\S+ )+go build|(?:go|docker|kubectl) (?!run)[\w -]*(?: \.| \.\/\.\.\.| \w+\/[\w-]+))$/;

export type Fence = { lang: string; text: string; line: number };
type Command = { text: string; line: number };
export type Lesson = {
  stage: string;
  text: string;
  fences: Fence[];
  /** To be run by bash, one after the other. */
  commands: Command[];
  /** With the reason why no test runs it. */
  byHand: (Command & { reason: string })[];
};

export const lessons: Lesson[] = readdirSync(folder)
  .filter((name) => /^\d\d-/.test(name))
  .sort()
  .map((stage) => read(stage, readFileSync(path.join(folder, stage, 'README.md'), 'utf8')));

export function lesson(stage: string): Lesson {
  const found = lessons.find((one) => one.stage === stage);
  if (!found) throw new Error(`there is no lesson ${stage}`);
  return found;
}

function read(stage: string, text: string): Lesson {
  const fences = fencesOf(text);
  const shells = fences.filter(({ lang }) => /^sh\b/.test(lang));
  const commands = [
    ...shells.filter(({ lang }) => lang === 'sh').map(({ text, line }) => ({ text, line })),
    ...inline(text),
  ].sort((a, b) => a.line - b.line);
  const byHand = shells
    .filter(({ lang }) => lang !== 'sh')
    .map(({ text, line, lang }) => ({ text, line, reason: lang.replace(/^sh (by-hand)?\s*/, '') }));
  return { stage, text, fences, commands, byHand };
}

/** Also those in boxes. Code that is only indented has no language: drawings and tables. */
function fencesOf(text: string): Fence[] {
  const found: Fence[] = [];
  let from = 0;
  const markdown = new Marked();
  markdown.walkTokens(markdown.lexer(text), (token: Token) => {
    if (token.type !== 'code') return;
    const code = token as Tokens.Code;
    const first = code.text.split('\n')[0] ?? '';
    const at = text.indexOf(first, from);
    from = at < 0 ? from : at + 1;
    found.push({ lang: code.lang ?? '', text: code.text, line: text.slice(0, from).split('\n').length });
  });
  return found;
}

function inline(text: string): Command[] {
  return text
    .split('\n')
    .flatMap((row, index) => [...row.matchAll(/`([^`]+)`/g)].map(([, code = '']) => ({ text: code, line: index + 1 })))
    .filter((command) => whole.test(command.text));
}
