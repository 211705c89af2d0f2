/** Progress in words. */
import type { Progress } from '../progress.ts';
import { counted } from './amounts.ts';

/** e.g. ["pods", "1 of 2 ready, 1 starting"], ["requests", "1,204 sent, 0 lost"], ["db", "away"] */
export function progressWords(progress: Progress): [what: string, state: string] {
  switch (progress.kind) {
    case 'pods':
      return ['pods', podWords(progress)];
    case 'requests':
      return ['requests', `${counted(progress.sent)} sent, ${counted(progress.lost)} lost`];
    case 'dependency':
      return [progress.name, progress.up ? 'back' : 'away'];
  }
}

function podWords({ wanted, ready, starting, ending }: Extract<Progress, { kind: 'pods' }>): string {
  // A rollout has more pods than are wanted for a while.
  const words = [ready > wanted ? `${ready} ready` : `${ready} of ${wanted} ready`];
  if (starting > 0) words.push(`${starting} not ready`);
  if (ending > 0) words.push(`${ending} ending`);
  return words.join(', ');
}
