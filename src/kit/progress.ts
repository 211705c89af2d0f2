/** How far a check is, as facts that change while it runs. They decide nothing: the verdict comes from the check. */
import { counted } from './assert/amounts.ts';

export type Progress =
  /** The learner's pods: how many the Deployment wants, and how many are ready, on their way, or being deleted. */
  | { kind: 'pods'; wanted: number; ready: number; starting: number; ending: number }
  /** Requests sent under load so far, and those of them that were not answered as they should be. */
  | { kind: 'requests'; sent: number; lost: number }
  /** What the program depends on, taken away or brought back by the checker. */
  | { kind: 'dependency'; name: string; up: boolean };

/** The same for every report on the same thing: the newer one replaces the older. */
export const subjectOf = (progress: Progress): string =>
  progress.kind === 'dependency' ? `dependency ${progress.name}` : progress.kind;

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
