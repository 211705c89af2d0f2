/**
 * The patterns that a program gives its mux, as far as they stand in the code, and which of them match a request. Rules:
 * https://pkg.go.dev/net/http#hdr-Patterns-ServeMux. For hints alone; no verdict hangs on it.
 */
import { inText, type Location, type Source } from '#kit';

export type Asked = { method: string; path: string };
export type Pattern = Asked & { text: string; at: Location };

const registered = /\bHandle(?:Func)?\(\s*["`]([^"`]*)["`]/;
/** Also in a table of routes. */
const withMethod = /["`]((?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) ?\/[^"`]*)["`]/;

export function patternsIn(source: Source): Pattern[] {
  const lines = new Map<string, Pattern>();
  for (const pattern of [registered, withMethod])
    for (const at of source.all(inText(pattern))) {
      const text = pattern.exec(source.line(at))?.[1];
      if (text?.includes('/')) lines.set(`${at.file}:${at.line}`, { ...parsed(text), text, at });
    }
  return [...lines.values()];
}

/** '' as the method: any. What stands before the path without a space is a host, even where it looks like a method. */
function parsed(text: string): Asked {
  const [, method = '', path = text] = /^(\S+)[ \t]+(.*)$/.exec(text) ?? [];
  return { method, path };
}

/** `{id}`, `{rest...}`, `{$}`; a path that ends with a slash stands for all below it. GET serves HEAD, too. */
export function takes({ method, path }: Asked, asked: Asked): boolean {
  return (
    (method === '' || method === asked.method || (method === 'GET' && asked.method === 'HEAD')) &&
    fits(path, asked.path)
  );
}

export function fits(pattern: string, path: string): boolean {
  if (pattern.endsWith('/') && path.startsWith(pattern) && !pattern.includes('{')) return true;
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  const rest = wanted.findIndex((part) => /^\{\w+\.\.\.\}$/.test(part));
  const length = rest < 0 ? wanted.length : rest;
  if (rest < 0 ? wanted.length !== given.length : given.length < length) return false;
  return wanted.slice(0, length).every((part, index) => fitsPart(part, given[index] ?? ''));
}

function fitsPart(part: string, given: string): boolean {
  if (part === '{$}') return given === '';
  return /^\{\w+\}$/.test(part) ? given !== '' : part === given;
}

/** The registration that a path belongs to, whatever the method: one without a wildcard first, then the longest. */
export function routeOf(path: string, source: Source): Pattern | undefined {
  const fitting = patternsIn(source).filter((one) => fits(one.path, path));
  return fitting.find((one) => one.path === path) ?? fitting.sort((a, b) => b.path.length - a.path.length)[0];
}

/** The names of the wildcards. */
export const namesIn = (patterns: readonly Pattern[]): string[] =>
  patterns.flatMap(({ path }) => [...path.matchAll(/\{(\w+)(?:\.\.\.)?\}/g)].map(([, name]) => name as string));

/** '1.21' where go.mod asks for less than 1.22, '' where it has no go line: the mux then takes patterns literally (GODEBUG httpmuxgo121). */
export function literalSince(source: Source): string | undefined {
  const module = source.in(/^go\.mod$/);
  if (!module.has(/^module\s/)) return undefined;
  const at = module.at(/^go\s+\d/);
  if (!at) return '';
  const [, version = '', minor = ''] = /^go\s+(1\.(\d+)\S*)/.exec(module.line(at)) ?? [];
  return version !== '' && Number(minor) < 22 ? version : undefined;
}
