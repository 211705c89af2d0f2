/** The learner's files, for a check that reads them. */
import type { Evidence, Location } from '../verdict.ts';

/** The learner's files as they were when the run began (a snapshot; paths are relative, with `/`). */
export type Files = {
  /** Absolute path of the snapshot. */
  readonly root: string;
  list(): string[];
  /** The text of a file; undefined where there is none. */
  read(path: string): string | undefined;
  /** First place that matches, Go files first, for pointing a finding at the learner's own line. */
  locate(pattern: RegExp, only?: RegExp): (Location & { text: string }) | undefined;
  /** Evidence of kind 'code': a few numbered lines around a place, the line itself marked. */
  excerpt(at: Location, title?: string): Evidence;
};
