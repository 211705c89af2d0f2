/** A learner's files beside the reference answer's. */

import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { isBeside, listFiles, readIfThere } from '../files.ts';

/** undefined: the file is not there on that side. */
export type Pair = { path: string; yours?: string; solution?: string };

/** Every file of the solution, and the learner's own of the same kinds. Binary files and what the lesson brought are left out. */
export function pairsOf(folder: string, solution: string): Pair[] {
  const answers = listFiles(solution).filter((path) => path !== 'README.md');
  const kinds = new Set(answers.map(ending));
  const own = listFiles(folder).filter((path) => path !== 'README.md' && !isBeside(path) && kinds.has(ending(path)));
  return [...new Set([...answers, ...own])].sort().flatMap((path) => {
    const yours = textAt(join(folder, path));
    const answer = textAt(join(solution, path));
    return yours === undefined && answer === undefined
      ? []
      : [{ path, ...(yours === undefined ? {} : { yours }), ...(answer === undefined ? {} : { solution: answer }) }];
  });
}

const ending = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? path;

function textAt(path: string): string | undefined {
  const content = readIfThere(path);
  return content === undefined || content.includes(0) ? undefined : content.toString('utf8');
}

/** Unified diff from yours to the solution's, as `git diff` writes it; '' where they are the same. */
export function unified({ path, yours, solution }: Pair): string {
  if (yours === solution) return '';
  const from = yours === undefined ? '/dev/null' : `yours/${path}`;
  const to = solution === undefined ? '/dev/null' : `solution/${path}`;
  const patch = createTwoFilesPatch(from, to, yours ?? '', solution ?? '', undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*?)\t$/gm, '$1 $2');
}
