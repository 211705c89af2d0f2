/** The part of the reference answer that a hint is about: the declarations that use the same names as the hint does. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { declaredIn } from '../../kit/index.ts';
import { listFiles, textAt } from '../../workspace/files.ts';

export type Part = { path: string; text: string };

/** `line`: as the file is now. */
export type Place = { file: string; line?: number };

const shownLines = 40;

/**
 * `words`: what was said so far (finding, hint, the code it points at, lesson's section); `at`: where it points, whose
 * declaration is the likeliest, and then the others of its file; `own`: the learner's folder: what is already there is no
 * answer. undefined: nothing in the solution is about it.
 */
export function partOf(solution: string, words: string, at?: Place, own?: string): Part | undefined {
  const written = own === undefined ? '' : sourceOf(own);
  const parts = listFiles(solution)
    .filter(isSource)
    .flatMap((path) => split(path, readFileSync(join(solution, path), 'utf8')))
    .filter(({ text }) => !written.includes(text));
  const same =
    own !== undefined && at?.line !== undefined ? declaredAt(textAt(join(own, at.file)) ?? '', at.line) : undefined;
  const theirs = same === undefined ? undefined : parts.find(({ text }) => declarationIn(text) === same);
  if (theirs) return shortened(theirs);
  const names = namesIn(words);
  const ranked = parts
    .map((part) => ({ part, score: scoreOf(part, parts, names) * (part.path === at?.file ? 2 : 1) }))
    .sort((a, b) => b.score - a.score);
  const [best] = ranked;
  return best && best.score > 0 ? shortened(best.part) : undefined;
}

function nameOf(line: string): string | undefined {
  const declared = declaredIn(line);
  return declared && `${declared.receiver ?? ''}.${declared.name}`;
}

/** 'readiness.ServeHTTP', '.healthz': the function that a line, or the comment above it, belongs to. */
function declaredAt(text: string, line: number): string | undefined {
  const lines = text.split('\n');
  if (lines[line - 1]?.startsWith('//')) return nameOf(lines.slice(line).find((one) => !one.startsWith('//')) ?? '');
  for (let index = line - 1; index >= 0; index -= 1) {
    const name = nameOf(lines[index] ?? '');
    if (name !== undefined || (index < line - 1 && lines[index]?.startsWith('}'))) return name;
  }
  return undefined;
}

const declarationIn = (text: string) => text.split('\n').flatMap((line) => nameOf(line) ?? [])[0];

/** All that a folder holds in source files; '' where there is no folder, or it can't be read: the hint is worth having all the same. */
function sourceOf(folder: string): string {
  try {
    return listFiles(folder)
      .filter(isSource)
      .map((path) => textAt(join(folder, path)) ?? '')
      .join('\n');
  } catch {
    return '';
  }
}

const isSource = (path: string) => !/\.md$|(^|\/)go\.(mod|sum)$/.test(path);

/** Identifiers, paths and numbers such as http.MaxBytesReader, writeJSON, /readyz, 413; plain English words don't count. */
function namesIn(words: string): Set<string> {
  const found =
    words.match(
      /[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|\$?[A-Z][A-Z_]{3,}|\/[a-z][\w/{}-]*|`[^`\n]+`/g,
    ) ?? [];
  const quoted = found.map((name) => name.replace(/[`$()]/g, '').trim());
  return new Set(
    quoted
      .flatMap((name) => (name.includes('.') ? [name, name.slice(name.lastIndexOf('.') + 1)] : [name]))
      .filter((name) => name.length > 2),
  );
}

/** A name that few parts have says more than one that all have. */
function scoreOf(part: Part, all: readonly Part[], names: ReadonlySet<string>): number {
  let score = 0;
  for (const name of names) {
    if (part.text.includes(name)) score += 1 / all.filter((one) => one.text.includes(name)).length;
  }
  return score;
}

/** Go files by top-level declaration with its comment, as gofmt lays them out; others as they are. */
function split(path: string, text: string): Part[] {
  if (extname(path) !== '.go') return [{ path, text }];
  const blocks: string[][] = [];
  let open = false;
  for (const line of text.split('\n')) {
    const begins = /^(func|type|var|const|\/\/)/.test(line);
    if (begins && !open) {
      blocks.push([]);
      open = true;
    }
    blocks.at(-1)?.push(line);
    if (/^[})]/.test(line) || (/^(func|type|var|const)\b/.test(line) && !/[{(]$/.test(line))) open = false;
  }
  return blocks
    .map((lines) => ({ path, text: lines.join('\n').trim() }))
    .filter((part) => /^(func|type|var|const)\b/m.test(part.text));
}

function shortened({ path, text }: Part): Part {
  const lines = text.split('\n');
  // A line that says "1 more line" takes as much room as the line.
  if (lines.length <= shownLines + 1) return { path, text };
  return { path, text: [...lines.slice(0, shownLines), `… ${lines.length - shownLines} more lines`].join('\n') };
}
