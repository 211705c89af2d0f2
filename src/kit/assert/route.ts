/**
 * From a route to the code that answers it: the place a finding about a reply points at. By the registration's text and the
 * name it hands on, as a reader would; nothing is compiled, and no verdict hangs on it.
 */
import type { Location } from '../verdict.ts';
import { functionsIn, spanOf } from './functions.ts';
import { namedBy } from './receivers.ts';
import { holds, inText, type Source } from './source.ts';

/** Where the handler of a path is declared, else where the path is registered; undefined where neither is found. */
export function handlerOf(source: Source, path: string): Location | undefined {
  const registered = source.at(inText(registration(path)));
  return registered && handlerAt(source, registered);
}

/** Where the handler is declared that this line registers, else that line. */
export function handlerAt(source: Source, registered: Location): Location {
  const chain = nameIn(lineOf(source, registered));
  return chain === undefined ? registered : (declared(source, chain, registered) ?? registered);
}

/** `"GET /healthz"`, `"/healthz"`; a wildcard of the path may have another name in the code. */
function registration(path: string): RegExp {
  const parts = path.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`"(?:[A-Z]+ )?${parts.join('\\{[^}]*\\}')}"`);
}

/** Of `mux.HandleFunc("           ", s.healthz)`: "s.healthz"; undefined for a function written on the spot. */
function nameIn(line: string): string | undefined {
  const [, handler = ''] = /"[^"]*"\s*[,:]\s*(.*)/.exec(line) ?? [];
  const names = [...handler.matchAll(/[\w.]+/g)].map(([name]) => name);
  if (names.includes('func')) return undefined;
  // What wraps a handler comes before it: http.HandlerFunc(healthz), logged(s.healthz).
  return names.findLast((name) => /^[A-Za-z_]/.test(name));
}

/** A function or method of that name; else ServeHTTP of the type that a variable of that name has. */
function declared(source: Source, chain: string, registered: Location): Location | undefined {
  const name = chain.split('.').at(-1) ?? '';
  const all = functionsIn(source);
  const by = all.find((one) => holds(one, registered)) ?? { name: '', ...spanOf(source, registered) };
  const own = all.filter((one) => one.name === name);
  const [method, other] = own.length === 1 ? own : namedBy(chain, by, all, source).filter((one) => one.name === name);
  if (method && !other) return { file: method.file, line: method.from };
  if (own.length > 0) return undefined;
  const type = typeOf(source, name);
  return type === undefined ? undefined : source.at(new RegExp(`^func \\((?:\\w+ )?\\*?${type}\\) ServeHTTP\\(`));
}

function typeOf(source: Source, variable: string): string | undefined {
  const made = new RegExp(`\\b${variable}\\s*:?=\\s*&?(\\w+)\\{`);
  const given = new RegExp(`[(,]\\s*${variable}\\s+\\*?(\\w+)`);
  for (const pattern of [made, given]) {
    const at = source.at(pattern);
    const type = at && pattern.exec(lineOf(source, at))?.[1];
    if (type) return type;
  }
  return undefined;
}

const lineOf = (source: Source, { file, line }: Location) => source.code(file)?.split('\n')[line - 1] ?? '';
