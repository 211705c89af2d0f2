/** The code that answers a request: where a finding about its answer points. For hints and evidence; no verdict hangs on it. */
import { type Evidence, handlerAt, reachOf, type Source, type SourcePattern } from '#kit';
import { type Asked, fits, patternsIn, takes } from './patterns.ts';
import { writerOf } from './writer.ts';

export type Code = {
  /** Only the handler and what it calls, the nearest first; where the route is not found, only what stands in one place. */
  readonly source: Source;
  /** The line that registers the handler. */
  readonly registered: Evidence | undefined;
  /** The first line there that matches, else the handler. */
  find(...patterns: SourcePattern[]): Evidence | undefined;
  /** The line that wrote this answer, by its text. */
  wrote(body: string): Evidence | undefined;
};

export function answering(asked: Asked | undefined, source: Source): Code {
  const registered = asked && registrationOf(asked, source);
  const handler = registered && handlerAt(source, registered);
  const code = handler ? source.within(reachOf(source, handler)) : source.certain;
  return {
    source: code,
    registered: source.show(registered),
    find: (...patterns) => code.find(...patterns) ?? source.show(handler),
    wrote: (body) => source.show(writerOf(body, code)),
  };
}

/** The pattern that takes the request, the most precise first; else one for its path. */
function registrationOf(asked: Asked, source: Source) {
  const patterns = patternsIn(source).sort((a, b) => precision(b.path) - precision(a.path));
  return (patterns.find((one) => takes(one, asked)) ?? patterns.find((one) => fits(one.path, asked.path)))?.at;
}

/** Letters that are no wildcard. */
const precision = (path: string) => path.replace(/\{[^}]*\}/g, '').length;
