/** Who answered a request with 404, 405 or a redirect, and why the route that should have is not reached. */
import { type Evidence, inText, type Reply, type Source } from '#kit';
import { isNear } from '../routes/near.ts';
import { type Asked, fits, literalSince, namesIn, type Pattern, patternsIn, takes } from '../routes/patterns.ts';

/** The mux's own words (net/http, server.go). A handler may use http.NotFound, which says the same. */
const ofTheMux: Record<number, string> = { 404: '404 page not found\n', 405: 'Method Not Allowed\n' };

export type Why = { hint: string; code: Evidence | undefined };

/** Why a 404, a 405, a redirect or an error for a valid wildcard came; undefined where the routes explain nothing. */
export function noRoute(reply: Reply, asked: Asked, source: Source): Why | undefined {
  const patterns = patternsIn(source);
  if (patterns.length === 0) return undefined;
  if (reply.status >= 300 && reply.status < 400) return redirected(reply, patterns, asked, source);
  const wrong = takenLiterally(patterns, source) ?? misspelt(patterns, asked, source);
  if (reply.status !== 404 && reply.status !== 405) return otherName(patterns, source);
  if (wrong) return wrong;
  if (reply.body !== ofTheMux[reply.status]) return byCatchAll(patterns, asked, source) ?? otherName(patterns, source);
  if (patterns.some((one) => takes(one, asked))) return undefined;
  return reply.status === 405 ? otherMethods(patterns, asked, source) : unmatched(patterns, asked, source);
}

/** Of a path without a slash at its end, to a pattern with one. */
function redirected(
  reply: Reply,
  patterns: readonly Pattern[],
  { method, path }: Asked,
  source: Source,
): Why | undefined {
  const below = `${path}/`;
  if (reply.header('location') !== below) return undefined;
  const taking = patterns.find((one) => one.path.endsWith('/') && takes(one, { method, path: below }));
  return (
    taking && {
      hint: `The mux itself gave this answer: "${taking.text}" ends with a slash, so it takes what is below ${taking.path} and not ${path}, and clients are sent on to ${below}. Take the slash away.`,
      code: source.show(taking.at),
    }
  );
}

function takenLiterally(patterns: readonly Pattern[], source: Source): Why | undefined {
  const version = literalSince(source);
  const example = patterns.find(({ text }) => /^[A-Z]+ |\{/.test(text));
  if (version === undefined || !example) return undefined;
  return {
    hint: `go.mod ${version === '' ? 'has no go line' : `says go ${version}`}, and below go 1.22 the mux knows neither methods nor wildcards: "${example.text}" is plain text to it and matches nothing. Write the line go 1.22 into go.mod.`,
    code: source.in(/^go\.mod$/).find(/^go\s/, /^module\s/),
  };
}

/** What looks like a method or a wildcard, and is none. */
function misspelt(patterns: readonly Pattern[], { method, path }: Asked, source: Source): Why | undefined {
  for (const { text, at, ...pattern } of patterns) {
    const code = source.show(at);
    const [, glued = '', rest = ''] = /^([A-Z]+)(\/.*)$/.exec(text) ?? [];
    if (glued === method && fits(rest, path))
      return {
        hint: `A space is missing between method and path: "${glued} ${rest}". Without it, "${text}" means the path ${rest} on a host named ${glued}.`,
        code,
      };
    if (pattern.method !== method && pattern.method.toUpperCase() === method && fits(pattern.path, path))
      return {
        hint: `Methods are written in capital letters: "${method} ${pattern.path}". "${pattern.method}" is another method, which no client sends.`,
        code,
      };
    if (/(^|\/)(\*|:\w+|<\w+>)/.test(pattern.path) && fits(asWildcards(pattern.path), path))
      return {
        hint: `"${text}" means these very characters, so no pattern matches ${path}. A wildcard is written in braces, "${`${pattern.method} ${asWildcards(pattern.path)}`.trim()}", and r.PathValue("id") reads it.`,
        code,
      };
  }
  return undefined;
}

const asWildcards = (path: string) => path.replace(/(^|\/)(\*|:\w+|<\w+>)(?=\/|$)/g, '$1{id}');

/** r.PathValue("userID") where every pattern says {id}. */
function otherName(patterns: readonly Pattern[], source: Source): Why | undefined {
  const names = namesIn(patterns);
  if (names.length === 0) return undefined;
  for (const at of source.all(inText(/\.PathValue\("\w+"\)/))) {
    const name = /\.PathValue\("(\w+)"\)/.exec(source.line(at))?.[1];
    if (name !== undefined && !names.includes(name))
      return {
        hint: `r.PathValue("${name}") is always empty: no pattern has a wildcard of that name. It is called {${names[0]}} there, and both must be the same.`,
        code: source.show(at),
      };
  }
  return undefined;
}

/** A pattern for everything took the request; none is there for it alone. */
function byCatchAll(patterns: readonly Pattern[], asked: Asked, source: Source): Why | undefined {
  const [first, ...more] = patterns.filter((one) => takes(one, asked));
  if (!first || more.length > 0 || !/^(\/|.*\/|\/\{\w+\.\.\.\})$/.test(first.path)) return undefined;
  return {
    hint: `The handler of the pattern "${first.text}" gave this answer, because it takes everything below ${first.path} and no other pattern takes ${asked.method} ${asked.path}.`,
    code: source.show(first.at),
  };
}

function otherMethods(patterns: readonly Pattern[], { method, path }: Asked, source: Source): Why | undefined {
  const same = patterns.filter((one) => fits(one.path, path));
  const [first] = same;
  if (!first) return undefined;
  return {
    hint: `The mux itself gave this answer: it knows ${path} from ${same.map(({ text }) => `"${text}"`).join(' and ')}, but no pattern takes ${method} there.`,
    code: source.show(first.at),
  };
}

function unmatched(patterns: readonly Pattern[], asked: Asked, source: Source): Why {
  const nearest = patterns.find((one) => isNear(one.path, asked.path));
  const compare = nearest ? ` The nearest one is "${nearest.text}": compare it letter by letter.` : '';
  return {
    hint: `The mux itself gave this answer: no pattern takes ${asked.method} ${asked.path}, so no handler was called.${compare}`,
    code: source.show(nearest?.at),
  };
}
