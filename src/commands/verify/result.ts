import { duration, plural, type Verdict } from '../../kit/index.ts';

/** What `verify` found out about one program, or about a stage as a whole. */
export type Result = {
  stage: string;
  name: string;
  status: 'passed' | 'failed' | 'skipped';
  details: string[];
  ms: number;
  /** It was judged rightly only when it was judged alone: what was wrong among the others. */
  unsteady?: string[];
  /** How many of the stage's checks were run for it. */
  checks?: number;
  /** What they said, in the stage's order. */
  verdicts?: readonly { check: string; verdict: Verdict }[];
};

/** `wording`: complaints about the words of its findings. */
export type Graded = Result & { wording: string[] };

/** A program, not a rule about the stage. */
export const isProgram = ({ checks }: Result): boolean => checks !== undefined;

export function lineOf({ stage, name, status, details, unsteady, ms, checks }: Result): string {
  const time = ms > 0 ? ` (${duration(ms)}, ${plural(checks ?? 0, 'check')})` : '';
  const among = (unsteady ?? []).map((detail) => `unsteady, among other programs: ${detail}`);
  const lines = [...details, ...among].map((detail) => `         ${detail.split('\n').join('\n         ')}\n`);
  return `${status.padEnd(8)} ${stage} ${name}${time}\n${lines.join('')}`;
}
