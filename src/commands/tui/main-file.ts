import { join } from 'node:path';
import type { StageEntry } from '../../course/course.ts';
import { listFiles, readIfThere } from '../../workspace/files.ts';

/**
 * Where the work of a stage begins, relative: a starter file that the solution changes, preferably the one with "TODO 1",
 * else main.go. Where it changes none, the file that is to be written, which is not there yet.
 */
export function mainFileOf(entry: StageEntry): string {
  const starters = listFiles(entry.exercise).filter((path) => !/\.md$|(^|\/)go\.(mod|sum)$/.test(path));
  const changed = starters.filter((path) => {
    const answer = readIfThere(join(entry.solution, path));
    return answer !== undefined && !answer.equals(readIfThere(join(entry.exercise, path)) ?? Buffer.alloc(0));
  });
  const added = listFiles(entry.solution).filter((path) => !starters.includes(path));
  const [first] = [changed, added, starters]
    .map((paths) => paths.filter((path) => !isHidden(path)).sort((a, b) => depth(a) - depth(b))[0])
    .filter(Boolean);
  const begins = changed.find((path) => /TODO 1\b/.test(String(readIfThere(join(entry.exercise, path)))));
  return begins ?? changed.find((path) => path === 'main.go') ?? first ?? 'README.md';
}

const isHidden = (path: string) => /(^|\/)\./.test(path);
const depth = (path: string) => path.split('/').length;
