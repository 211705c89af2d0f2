/** Lines of a Dockerfile that no builder would accept. */
import type { Dockerfile, DockerInstruction } from '../../../kit/index.ts';

const keywords = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

export function problemsOf(instructions: DockerInstruction[]): Dockerfile['problems'] {
  const problems = instructions.flatMap((one) => {
    const message = problemOf(one);
    return message ? [{ line: one.line, message, text: `${one.keyword} ${one.text}`.trim() }] : [];
  });
  const first = instructions.find(({ keyword }) => keyword !== 'ARG');
  if (!first) return [...problems, { line: 1, message: 'there is no FROM in it', text: '' }];
  if (first.keyword !== 'FROM' && keywords.includes(first.keyword))
    problems.unshift({ line: first.line, message: `${first.keyword} stands before the first FROM`, text: first.text });
  return problems;
}

function problemOf({ keyword, args, text }: DockerInstruction): string | undefined {
  if (!keywords.includes(keyword)) {
    const near = keywords.find((known) => similar(known, keyword));
    return `there is no instruction ${keyword}${near ? `; did you mean ${near}?` : ''}`;
  }
  if (text === '') return `${keyword} needs at least one word behind it`;
  if (keyword === 'FROM' && args.length !== 1 && args[1]?.toLowerCase() !== 'as')
    return 'FROM takes an image, and "AS name" behind it';
  return undefined;
}

/** One letter more, less or other, or two swapped. */
function similar(a: string, b: string): boolean {
  const sorted = (word: string) => [...word].sort().join('');
  if (a.length === b.length && sorted(a) === sorted(b)) return true;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at += 1;
  return long.slice(at + 1) === short.slice(long.length === short.length ? at + 1 : at);
}
