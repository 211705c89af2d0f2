/**
 * The functions of the learner's program, as they stand in the code. Nothing is compiled, and no verdict hangs on it.
 */
import type { Location } from '../verdict.ts';
import type { Source, Span } from './source.ts';

/** `receiver`: the type that a method belongs to, without its star. */
export type Func = Span & { name: string; receiver?: string };

const declaration = /^func\s+(?:\(\s*(?:\w+\s+)?\*?(\w+)[^)]*\)\s*)?(\w+)/;

/** The function with a name that begins in this line. */
export function declaredIn(line: string): Pick<Func, 'name' | 'receiver'> | undefined {
  const [, receiver, name] = declaration.exec(line) ?? [];
  return name === undefined ? undefined : { name, ...(receiver !== undefined && { receiver }) };
}

export const functionsIn = (source: Source): Func[] =>
  source.all(declaration).flatMap(({ file, line }) => {
    const lines = source.code(file)?.split('\n') ?? [];
    const declared = declaredIn(lines[line - 1] ?? '');
    return declared ? [{ ...declared, file, from: line, to: endOf(lines, line) }] : [];
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
