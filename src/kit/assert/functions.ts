/**
 * The functions of the learner's program, and which of them run from a place on: by their names, as a reader would follow
 * them. Nothing is compiled, and no verdict hangs on it.
 */
import type { Location } from '../verdict.ts';
import { holds, type Source, type Span } from './source.ts';

export type Func = Span & { name: string };

const declaration = /^func\s+(?:\([^)]*\)\s*)?(\w+)/;

export const functionsIn = (source: Source): Func[] =>
  source.all(declaration).flatMap(({ file, line }) => {
    const lines = source.code(file)?.split('\n') ?? [];
    const name = declaration.exec(lines[line - 1] ?? '')?.[1];
    return name === undefined ? [] : [{ name, file, from: line, to: endOf(lines, line) }];
  });

/** From a line to where the braces that begin in it are closed. */
export const spanOf = (source: Source, { file, line }: Location): Span => ({
  file,
  from: line,
  to: endOf(source.code(file)?.split('\n') ?? [], line),
});

/** Where the braces that begin in this line are closed again. */
function endOf(lines: readonly string[], from: number): number {
  let open = 0;
  for (const [index, line] of lines.slice(from - 1).entries()) {
    for (const letter of line) open += letter === '{' ? 1 : letter === '}' ? -1 : 0;
    if (open <= 0 && line.includes('}')) return from + index;
  }
  return lines.length;
}

/**
 * The function around a place, and those that it calls or hands on, the nearest first; a function without a name is taken for
 * itself where the place is its first line. A name may stand for several functions.
 */
export function reachOf(source: Source, at: Location): Span[] {
  const all = functionsIn(source);
  const lines = source.code(at.file)?.split('\n') ?? [];
  const literal = /\bfunc\s*\(/.test(lines[at.line - 1] ?? '') && !declaration.test(lines[at.line - 1] ?? '');
  const around = all.find((one) => holds(one, at));
  const first = literal ? { name: '', ...spanOf(source, at) } : around;
  const reached = first ? [first] : [];
  // Grows while it is gone through.
  for (const one of reached)
    for (const next of calledIn(one, all, source)) if (!reached.includes(next)) reached.push(next);
  return reached;
}

/** In the order in which they are named. */
function calledIn({ file, from, to, name }: Func, all: readonly Func[], source: Source): Func[] {
  const body =
    source
      .code(file)
      ?.split('\n')
      .slice(from - 1, to)
      .join('\n') ?? '';
  const named = [...new Set([...body.matchAll(/\b[A-Za-z_]\w*/g)].map(([word]) => word))];
  return named.flatMap((word) => (word === name ? [] : all.filter((one) => one.name === word)));
}
