/** All that a command may use of the process it runs in. cli.ts makes it; tests make their own. */
import type { Selection, Session } from '../usecases/session.ts';

export type CliContext = Session & {
  /** Contains the programs that `verify` judges; not part of the published package. */
  submissions: string;
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
export type Options = Selection;

/** Exit codes: stable, see the README. */
export const exitCodes = { passed: 0, failed: 1, usage: 2, incomplete: 2, bug: 70, interrupted: 130 } as const;
