/** Common mistakes in types that wrap an http.ResponseWriter. */
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
