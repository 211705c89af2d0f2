/**
 * Pointing at the learner's own line. Only for hints and evidence: a verdict never comes from the source.
 *
 * ```ts
 * const { source } = context;
 * fail({ summary: …, evidence: [reply.evidence, source.find(/\.Shutdown\(/, /signal\.Notify/)] });
 * source.find('where a panic is recovered', /\brecover\(\)/)          // a title of its own
 * source.find(inText(/"GET \/health"/), /HandleFunc\(/)                // the route's text, else any route
 * source.find(/\.Decode\(/) ?? source.find('the place for it', inComment(/STEP 3/))
 * source.in(/^Dockerfile$/).find(/^USER\b/)                            // no Go: every line as it stands
 * source.has(/\.R?Lock\(\)/) ? 'A lock is held …' : 'Without a lock …'
 * ```
 */
import type { Files } from '../instruments/files.ts';
import type { Evidence, Location } from '../verdict.ts';
import { commentsOnly, withoutComments, withoutText } from './go-text.ts';

/** Lines count from 1; `to` is the last one. */
export type Span = { file: string; from: number; to: number };
export const holds = ({ file, from, to }: Span, at: Location): boolean =>
  at.file === file && at.line >= from && at.line <= to;

/** What part of a Go file a pattern reads. */
type Reading = 'code' | 'text' | 'comments';
export type SourcePattern = RegExp | { readonly reading: Reading; readonly pattern: RegExp };

/** Strings count too, for what stands in one: a route, a header's name, a struct tag, an import. Comments do not. */
export const inText = (pattern: RegExp): SourcePattern => ({ reading: 'text', pattern });
/** Comments alone, for the starter's STEPs. */
export const inComment = (pattern: RegExp): SourcePattern => ({ reading: 'comments', pattern });

/**
 * Patterns are tried line by line (`^` and `$` are a line's) and in order of preference: the first that matches anywhere
 * wins. A plain RegExp reads code: comments and the contents of strings are blank.
 */
export type Source = {
  /** Evidence of kind 'code': a few numbered lines, the one that matches marked. A title may come first. */
  find(...patterns: SourcePattern[]): Evidence | undefined;
  find(title: string, ...patterns: SourcePattern[]): Evidence | undefined;
  at(...patterns: SourcePattern[]): Location | undefined;
  /** Every line that the winning pattern matches. */
  all(...patterns: SourcePattern[]): Location[];
  has(...patterns: SourcePattern[]): boolean;
  /** The same evidence for a place that is known: from a compiler, a panic or a race report. */
  show(at: Location | undefined, title?: string): Evidence | undefined;
  /** The code of a file, comments and strings blank; undefined where there is no such file. */
  code(file: string): string | undefined;
  /** A line without its comments: what a string in it says. '' where there is none. */
  line(at: Location): string;
  /** Looks in these files only; where unset, in Go files that are no tests. */
  in(files: RegExp): Source;
  /** Looks in these lines only, in their order. */
  within(spans: readonly Span[]): Source;
  /** Says nothing where the winning pattern matches more than one line: any of them may be the one. */
  readonly certain: Source;
};

const goCode = /(?<!_test)\.go$/;

/** `only`: the files to look in; `spans`: the lines; `certain`: a place is told where there is no other. */
type Scope = { only: RegExp; spans?: readonly Span[]; certain?: boolean };

export function sourceOf(files: Pick<Files, 'list' | 'read'>, scope: Scope = { only: goCode }): Source {
  const read = remembering(files);
  const names = () => files.list().filter((name) => scope.only.test(name));
  const all = (patterns: readonly SourcePattern[]): Location[] => {
    const inside = names().sort(byInterest);
    for (const pattern of patterns) {
      const places = inside.flatMap((file) => matches(file, read(file, readingOf(pattern)) ?? '', regExpOf(pattern)));
      const kept = scope.spans ? scope.spans.flatMap((span) => places.filter((at) => holds(span, at))) : places;
      if (kept.length > 0) return kept;
    }
    return [];
  };
  const first = (patterns: readonly SourcePattern[]): Location | undefined => {
    const [place, other] = all(patterns);
    return scope.certain && other ? undefined : place;
  };
  const show = (at: Location | undefined, title?: string) => {
    const text = at && files.read(at.file);
    return at && text !== undefined ? excerpt(at, text, title) : undefined;
  };
  return {
    find(title?: string | SourcePattern, ...rest: SourcePattern[]) {
      if (typeof title === 'string') return show(first(rest), title);
      return title && show(first([title, ...rest]));
    },
    at: (...patterns) => first(patterns),
    all: (...patterns) => all(patterns),
    has: (...patterns) => all(patterns).length > 0,
    show,
    code: (file) => read(file, 'code'),
    line: ({ file, line }) => read(file, 'text')?.split('\n')[line - 1] ?? '',
    in: (only) => sourceOf(files, { only }),
    within: (spans) => sourceOf(files, { ...scope, spans }),
    get certain() {
      return sourceOf(files, { ...scope, certain: true });
    },
  };
}

/** A run's files do not change: each is taken apart once. */
function remembering(files: Pick<Files, 'read'>): (file: string, reading: Reading) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (file, reading) => {
    const key = `${reading} ${file}`;
    if (!known.has(key)) known.set(key, readAs(reading, file, files.read(file)));
    return known.get(key);
  };
}

function readAs(reading: Reading, file: string, text: string | undefined): string | undefined {
  if (text === undefined || !file.endsWith('.go')) return text;
  if (reading === 'text') return withoutComments(text);
  return reading === 'code' ? withoutText(text) : commentsOnly(text);
}

const readingOf = (pattern: SourcePattern): Reading => (pattern instanceof RegExp ? 'code' : pattern.reading);
/** Without g and y, which would let a pattern remember where it matched last. */
const regExpOf = (pattern: SourcePattern): RegExp => {
  const { source, flags } = pattern instanceof RegExp ? pattern : pattern.pattern;
  return new RegExp(source, flags.replace(/[gy]/g, ''));
};

const matches = (file: string, text: string, pattern: RegExp): Location[] =>
  text.split('\n').flatMap((line, index) => (pattern.test(line) ? [{ file, line: index + 1 }] : []));

/** main.go first. */
const byInterest = (a: string, b: string) => Number(b === 'main.go') - Number(a === 'main.go');

/** Lines shown before and after the one that is meant. */
const around = 3;

function excerpt(at: Location, text: string, title = `${at.file}:${at.line}`): Evidence {
  const from = Math.max(1, at.line - around);
  const shown = text.split('\n').slice(from - 1, at.line + around);
  const numbered = shown.map((line, index) => {
    const number = from + index;
    return `${number === at.line ? '>' : ' '} ${String(number).padStart(4)}  ${line}`;
  });
  return { kind: 'code', title, text: numbered.join('\n'), at };
}
