/**
 * Which functions run from a place on: by their names, as a reader would follow them. Nothing is compiled, and no verdict
 * hangs on it.
 */
import type { Location } from '../verdict.ts';
import { declaredIn, type Func, functionsIn, spanOf } from './functions.ts';
import { namedBy } from './receivers.ts';
import { holds, type Source, type Span } from './source.ts';

/**
 * The function around a place, and those that it calls or hands on, the nearest first; a function without a name is taken for
 * itself where the place is its first line. A method whose name several types have is followed where the type is written.
 */
export function reachOf(source: Source, at: Location): Span[] {
  const all = functionsIn(source);
  const lines = source.code(at.file)?.split('\n') ?? [];
  const literal = /\bfunc\s*\(/.test(lines[at.line - 1] ?? '') && !declaredIn(lines[at.line - 1] ?? '');
  const around = all.find((one) => holds(one, at));
  const first = literal ? { name: '', ...spanOf(source, at) } : around;
  const reached = first ? [first] : [];
  // Grows while it is gone through.
  for (const one of reached)
    for (const next of calledIn(one, all, source)) if (!reached.includes(next)) reached.push(next);
  return reached;
}

/** In the order in which they are named. */
function calledIn(by: Func, all: readonly Func[], source: Source): Func[] {
  const body =
    source
      .code(by.file)
      ?.split('\n')
      .slice(by.from - 1, by.to)
      .join('\n') ?? '';
  const named = [...new Set([...body.matchAll(/\.?\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g)].map(([chain]) => chain))];
  return named.flatMap((chain) => namedBy(chain, by, all, source)).filter((one) => one !== by);
}
