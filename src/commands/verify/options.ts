import type { Options } from '../context.ts';

export type VerifyOptions = Options & {
  json?: boolean;
  reporter?: string[];
  /** Exit 0 although something was skipped. */
  allowSkipped?: boolean;
  jobs?: string;
  program?: string[];
  changed?: string;
  /** Rejected programs by all checks, not only by those that decide. */
  full?: boolean;
  sample?: boolean;
  rest?: boolean;
  /** "1/3" */
  shard?: string;
  /** How often each solution is judged. */
  solutions?: string;
  /** Keep how long each program took. */
  recordTimes?: boolean;
  /** Files to write. */
  table?: string;
  badge?: string;
};
