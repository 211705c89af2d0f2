/** The learner's files as they were when the run began: a snapshot. Paths are relative, with `/`. */
export type Files = {
  /** Absolute path of the snapshot. */
  readonly root: string;
  list(): string[];
  /** The text of a file; undefined where there is none. */
  read(path: string): string | undefined;
};
