/** Common mistakes in types that wrap an http.ResponseWriter. */
import { functionsIn, type Location, type Source } from '#kit';
import { type Code, goFiles } from './code.ts';

/** A WriteHeader with a value receiver that assigns to a field: it writes into a copy of the recorder. */
export function copiedRecorder(code: Code): { receiver: string; type: string } | undefined {
  for (const { text } of goFiles(code))
    for (const [method, receiver = '', type = ''] of text.matchAll(/^func \((\w+) (\w+)\) WriteHeader\([\s\S]*?^\}/gm))
      if (new RegExp(`^\\s+${receiver}\\.\\w+ = `, 'm').test(method)) return { receiver, type };
  return undefined;
}

/** A type that embeds http.ResponseWriter and has neither of the two methods that let Flush through. */
export function opaqueWrapper(code: Code): string | undefined {
  const all = goFiles(code)
    .map(({ text }) => text)
    .join('\n');
  for (const [, name] of all.matchAll(/^type (\w+) struct\s*\{[^}]*\bhttp\.ResponseWriter\b/gm))
    if (!new RegExp(`^func \\(\\w* ?\\*?${name}\\) (Flush|Unwrap)\\(`, 'm').test(all)) return name;
  return undefined;
}

/** The Write or WriteHeader of a wrapper that calls itself, without end: the line that does. */
export function callsItself(source: Source): Location | undefined {
  for (const { name, ...span } of functionsIn(source)) {
    const receiver = /^func \((\w+) /.exec(source.line({ file: span.file, line: span.from }))?.[1];
    if (receiver === undefined || !/^Write(Header)?$/.test(name)) continue;
    const at = source.within([{ ...span, from: span.from + 1 }]).at(new RegExp(`\\b${receiver}\\.${name}\\(`));
    if (at) return at;
  }
  return undefined;
}
