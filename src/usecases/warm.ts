/** Go's build cache for a course's programs, compiled while the learner reads. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Course } from '../course/course.ts';
import type { Env } from '../workspace/app-dirs.ts';
import { listFiles } from '../workspace/files.ts';

/** A cold cache only makes the first check slower: what goes wrong here is not worth bothering the learner with. */
export async function warmFor(course: Course, env: Env, signal: AbortSignal): Promise<void> {
  const { warmCache } = await import('../harness/go/warm.ts');
  await warmCache({ environment: { ...env }, signal, packages: standardImports(course.solutions) }).catch(() => {});
}

/** Packages of the standard library that the Go files below a folder import, sorted. */
export function standardImports(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const code = listFiles(folder)
    .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return [...new Set(code.flatMap(importsOf))].sort();
}

function importsOf(code: string): string[] {
  const [head = ''] = code.split(/^(?:func|type|var|const)\b/m);
  const blocks = [...head.matchAll(/^import\s*\(([^)]*)\)/gm)].map(([, block]) => block ?? '');
  const single = [...head.matchAll(/^import\s+(?:[\w.]+\s+)?("[^"]+")/gm)].map(([, path]) => path ?? '');
  const paths = [...blocks, ...single].flatMap((text) =>
    [...text.matchAll(/"([^"]+)"/g)].map(([, path]) => path ?? ''),
  );
  return paths.filter((path) => standard.test(path));
}

/** Enough of the standard library for a service; anything else is compiled by the first check. */
const standard =
  /^(?:bufio|bytes|cmp|context|crypto|database|embed|encoding|errors|expvar|flag|fmt|hash|html|io|iter|log|maps|math|mime|net|os|path|reflect|regexp|runtime|slices|sort|strconv|strings|sync|syscall|testing|text|time|unicode)(?:\/|$)/;
