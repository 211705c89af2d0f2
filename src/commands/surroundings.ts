/** All that a command may use of the process it runs in. cli.ts makes it; tests make their own. */
import type { Course } from '../engine/load.ts';
import type { Env, Places } from '../workspace/places.ts';

export type Surroundings = {
  cwd: string;
  env: Env;
  places: Places;
  course: Course;
  /** Where the programs lie that `verify` judges; not part of the published package. */
  submissions: string;
  /** The package's own folder. */
  root: string;
  version: string;
  out: (text: string) => void;
  err: (text: string) => void;
  terminal: { interactive: boolean; colour: boolean; columns: number };
  /** A yes/no question; undefined where nobody can be asked. */
  ask: (question: string) => Promise<boolean | undefined>;
  /** Aborted by Ctrl+C, SIGTERM and SIGHUP. */
  signal: AbortSignal;
};

/** Options that every verb takes. */
export type Common = { dir?: string; workshop?: string };

/** Exit codes: stable, see the README. */
export const exitCodes = { passed: 0, failed: 1, usage: 2, incomplete: 2, bug: 70, interrupted: 130 } as const;
