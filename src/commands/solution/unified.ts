import { createTwoFilesPatch } from 'diff';
import type { SolutionFile } from '../../usecases/solution.ts';

/** Unified diff from the learner's file to the solution's, as `git diff` writes it; '' where they are the same. */
export function unified({ path, yours, solution }: SolutionFile): string {
  if (yours === solution) return '';
  const from = yours === undefined ? '/dev/null' : `yours/${path}`;
  const to = solution === undefined ? '/dev/null' : `solution/${path}`;
  const patch = createTwoFilesPatch(from, to, yours ?? '', solution ?? '', undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*?)\t$/gm, '$1 $2');
}
