/** Where the handler of /panic panics, and whether a log line names that place. */
import type { Location } from '#kit';
import { type Code, goFiles } from './code.ts';

type Line = Pick<Location, 'file' | 'line'>;

const startersPanic = 'a bug in the handler of /panic"';

/** The starter's line that panics, wherever it was moved to; if it is gone, every call of panic. */
export function panickingLines(code: Code): Line[] {
  const all = goFiles(code)
    .filter(({ file }) => !file.endsWith('_test.go'))
    .flatMap(({ file, text }) => panicCalls(file, text));
  const starters = all.filter(({ text }) => text.includes(startersPanic));
  return starters.length > 0 ? starters : all;
}

const panicCalls = (file: string, code: string) =>
  code
    .split('\n')
    .map((text, at) => ({ file, line: at + 1, text }))
    .filter(({ text }) => /^(?!\s*\/\/).*\bpanic\(/.test(text));

/** As `routes.go:66` or as an object with a file and a line: a list of frames need not look like the runtime's. */
export function namesLine(text: string, { file, line }: Line): boolean {
  const name = (file.split('/').at(-1) ?? file).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const near = '(?:(?!\\.go\\b).){0,200}?';
  const spellings = [
    `\\b${name}\\W{1,5}${line}\\b`,
    `\\b${name}\\b${near}\\bline\\W{1,5}${line}\\b`,
    `\\bline\\W{1,5}${line}\\b${near}\\b${name}\\b`,
  ];
  return new RegExp(spellings.join('|'), 'i').test(text);
}
