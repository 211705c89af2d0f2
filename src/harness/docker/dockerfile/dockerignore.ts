/**
 * .dockerignore, as the builders read it. Source: github.com/moby/patternmatcher (ignorefile and patternmatcher.go), whose
 * rules differ from .gitignore's: a pattern is anchored at the context's root, the last match wins, and what lies
 * in an excluded folder is excluded too unless a later `!` re-includes it.
 */
import type { IgnoreProblem, IgnoreTrap } from '../../../kit/index.ts';
import { isUtf16 } from './problems.ts';

export type IgnorePattern = {
  /** As written. */
  source: string;
  line: number;
  negated: boolean;
  /** Cleaned, without `!` and leading slash. */
  pattern: string;
  match: RegExp;
};

export type IgnoreRules = {
  patterns: readonly IgnorePattern[];
  problems: readonly (IgnoreProblem & { line: number })[];
};

export function readIgnoreFile(text: string): IgnoreRules {
  const patterns: IgnorePattern[] = [];
  const problems: (IgnoreProblem & { line: number })[] = [];
  if (isUtf16(text)) return { patterns, problems: [{ line: 1, kind: 'utf-16', pattern: '' }] };
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const source = raw.trim();
    if (raw.startsWith('#') || source === '') continue;
    const negated = source.startsWith('!');
    const pattern = clean(negated ? source.slice(1).trim() : source);
    if (pattern === '') {
      problems.push({ line, kind: 'empty', pattern: source });
      continue;
    }
    try {
      patterns.push({ source, line, negated, pattern, match: new RegExp(expression(pattern), 's') });
    } catch {
      problems.push({ line, kind: 'malformed', pattern: source });
    }
  }
  return { patterns, problems };
}

/** The pattern that decides about a path (relative, with `/`); undefined: none matches, so the path is sent. */
export function deciding(rules: IgnoreRules, path: string): IgnorePattern | undefined {
  let last: IgnorePattern | undefined;
  const parents = parentsOf(path);
  for (const pattern of rules.patterns) {
    if (pattern.match.test(path) || parents.some((parent) => pattern.match.test(parent))) last = pattern;
  }
  return last;
}

export function isSent(rules: IgnoreRules, path: string): boolean {
  return deciding(rules, path)?.negated ?? true;
}

/** A path for each pattern with a !, as it would match one: `!*.exe` → x.exe. */
export const examplesOf = ({ patterns }: IgnoreRules): string[] =>
  patterns
    .filter(({ negated }) => negated)
    .map(({ pattern }) =>
      pattern
        .replace(/\*\*\//g, '')
        .replace(/\*+|\?/g, 'x')
        .replace(/\[\^?(.)[^\]]*\]/g, '$1'),
    );

/** Only a line that begins with # is a comment, and a backslash takes the next character literally. */
export function trapsIn({ patterns }: IgnoreRules): (IgnoreTrap & { line: number })[] {
  return patterns.flatMap(({ source, line }) => {
    const kind = /\s#/.test(source) ? 'comment' : /\w\\\w/.test(source) ? 'backslash' : undefined;
    if (!kind) return [];
    const rules = readIgnoreFile(kind === 'comment' ? source.replace(/\s+#.*$/, '') : source.replaceAll('\\', '/'));
    return [{ kind, line, pattern: source, meant: (path: string) => !isSent(rules, path) }];
  });
}

/** filepath.Clean, then without the leading slash, as ignorefile.ReadAll does. '.' is what is left of `./`. */
function clean(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  if (parts.length === 0) return pattern === '' ? '' : '.';
  return parts.join('/');
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** patternmatcher.go, Pattern.compile, for `/` as separator. */
function expression(pattern: string): string {
  // **.exe ends in .exe, since Docker 23 (suffixMatch); before, it took **.exe for **/.exe.
  const [, end] = /^\*\*([^/*?[\]\\][^*?[\]\\]*)$/.exec(pattern) ?? [];
  if (end !== undefined) return `^.*${literal(end)}$`;
  let out = '^';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] as string;
    if (char === '*' && pattern[at + 1] === '*') {
      at += 1;
      if (pattern[at + 1] === '/') at += 1;
      out += at + 1 >= pattern.length ? '.*' : '(.*/)?';
    } else if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (char === '\\' && at + 1 < pattern.length) {
      at += 1;
      out += literal(pattern[at] as string);
    } else if (char === '[' || char === ']') out += char;
    else if (char === '^' || char === '-') out += char === '^' && pattern[at - 1] !== '[' ? '\\^' : char;
    else out += literal(char);
  }
  return `${out}$`;
}

const literal = (char: string) => char.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
