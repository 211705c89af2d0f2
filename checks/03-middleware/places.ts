/** Where the handler of /panic panics, and whether a line of the log names that place. */
import type { Files, Location } from '#kit';

type Place = Pick<Location, 'file' | 'line'>;

const ownPanic = 'a bug in the handler of /panic"';

/** The starter's line that panics, wherever it was moved to; where it is gone, every call of panic. */
export function panicking(files: Files): Place[] {
  const all = files
    .list()
    .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
    .flatMap((file) => calls(file, files.read(file) ?? ''));
  const own = all.filter(({ text }) => text.includes(ownPanic));
  return own.length > 0 ? own : all;
}

const calls = (file: string, code: string) =>
  code
    .split('\n')
    .map((text, at) => ({ file, line: at + 1, text }))
    .filter(({ text }) => /^(?!\s*\/\/).*\bpanic\(/.test(text));

/** As `routes.go:66` or as an object with a file and a line: a list of frames need not look like the runtime's. */
export function namesPlace(text: string, { file, line }: Place): boolean {
  const name = (file.split('/').at(-1) as string).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const near = '(?:(?!\\.go\\b).){0,200}?';
  const spellings = [
    `\\b${name}\\W{1,5}${line}\\b`,
    `\\b${name}\\b${near}\\bline\\W{1,5}${line}\\b`,
    `\\bline\\W{1,5}${line}\\b${near}\\b${name}\\b`,
  ];
  return new RegExp(spellings.join('|'), 'i').test(text);
}
