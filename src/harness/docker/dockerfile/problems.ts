/** Lines of a Dockerfile that no builder accepts. */
import type { DockerfileProblem, DockerInstruction } from '../../../kit/index.ts';

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

/** Read as UTF-8, every second character is a NUL: what PowerShell 5 writes with > and Out-File. */
export const isUtf16 = (text: string): boolean => /^(\ufffd\ufffd)?(\0[^\0]|[^\0]\0){3}/.test(text);

export function problemsOf(source: string, instructions: DockerInstruction[]): DockerfileProblem[] {
  if (isUtf16(source)) return [{ kind: 'utf-16', line: 1, text: '' }];
  const problems = instructions.flatMap((one) => problemOf(one) ?? []);
  const first = instructions.find(({ keyword }) => keyword !== 'ARG');
  if (!first) return [...problems, { kind: 'no-from', line: 1, text: '' }];
  const { keyword, line, text } = first;
  if (keyword === 'FROM' || !keywords.includes(keyword)) return problems;
  return [{ kind: 'before-first-from', keyword, line, text: `${keyword} ${text}`.trim() }, ...problems];
}

function problemOf({ keyword, args, text, line }: DockerInstruction): DockerfileProblem | undefined {
  const at = { line, text: `${keyword} ${text}`.trim() };
  if (!keywords.includes(keyword))
    return { ...at, kind: 'unknown-instruction', keyword, near: keywords.find((known) => similar(known, keyword)) };
  if (text === '') return { ...at, kind: 'no-arguments', keyword };
  if (keyword === 'FROM' && args.length !== 1 && args[1]?.toLowerCase() !== 'as')
    return { ...at, kind: 'malformed-from' };
  return undefined;
}

/** One letter added, missing or replaced, or two swapped. Stricter than a guess: a wrong suggestion misleads. */
function similar(a: string, b: string): boolean {
  const sorted = (word: string) => [...word].sort().join('');
  if (a.length === b.length && sorted(a) === sorted(b)) return true;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at += 1;
  return long.slice(at + 1) === short.slice(long.length === short.length ? at + 1 : at);
}
