/** How far a check is, as facts that change while it runs. They decide nothing: the verdict comes from the check. */
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
