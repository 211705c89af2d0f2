/** What a check finds out, and how it says so. All of it survives JSON. */

export type Location = { file: string; line: number; column?: number };
export type EvidenceKind = 'http' | 'log' | 'goroutines' | 'race' | 'diff' | 'files' | 'events' | 'code';
export type Evidence = { kind: EvidenceKind; title: string; text: string; at?: Location };

/** What is wrong with the learner's program, for a person to read. */
export type Finding = {
  summary: string;
  expected?: string;
  actual?: string;
  hint?: string;
  evidence: Evidence[];
};

/** The learner's own line to look at, preferably the one a code excerpt shows. */
export const locationOf = (finding: Finding): Location | undefined => evidenceOfPlace(finding)?.at;

/** The evidence that has that line. */
export const evidenceOfPlace = ({ evidence }: Finding): Evidence | undefined =>
  evidence.find(({ kind, at }) => kind === 'code' && at) ?? evidence.find(({ at }) => at);

/**
 * Something a check cannot work without; 'disk' also stands for other things the system runs out of. `openFiles`: how many
 * files and connections this process holds at once for the check, and the learner's program no more than that.
 */
export type Need =
  | 'go'
  | 'cgo'
  | 'docker'
  | 'kubernetes'
  | 'posix-signals'
  | 'disk'
  | { port: number }
  | { openFiles: number };

/** missing: not installed. stopped: installed, not running. taken: somebody else has it. exhausted: full, or used up. */
export type LackState =
  | 'missing'
  | 'stopped'
  | 'forbidden'
  | 'too-old'
  | 'unsuitable'
  | 'unreachable'
  | 'taken'
  | 'exhausted';

/** Something this machine does not offer: never the learner's fault. Doctor, verdicts and error lines draw the same one. */
export type Lack = {
  need: Need;
  state: LackState;
  /** What is wrong, as a sentence or more. */
  what: string;
  /** How to mend it: a sentence, or a command to type. '' where there is nothing to be done. */
  fix: string;
};

/** What was looked for, or why it can't be had. */
export type Found<T> = { ok: true; value: T } | { ok: false; lack: Lack };

export const found = <T>(value: T): Found<T> => ({ ok: true, value });
export const lacking = (lack: Lack): { ok: false; lack: Lack } => ({ ok: false, lack });

/** A lack in a line or two. */
export const describeLack = ({ what, fix }: Lack): string => (fix === '' ? what : `${what} ${fix}`);

export type Verdict =
  /** `notes`: praise or advice that costs nothing. */
  | { status: 'passed'; ms: number; notes: string[] }
  | { status: 'failed'; ms: number; finding: Finding }
  /** `needs` and `because` say in prose what `lack` says in fields. */
  | { status: 'blocked'; needs: Need; because: string; lack: Lack }
  /** `after`: the check before it that was not passed. */
  | { status: 'skipped'; after: string }
  /** Our fault. */
  | { status: 'errored'; ms: number; error: { message: string; stack?: string } };

/** The learner's program does something else than the contract says. */
export class Failure extends Error {
  override name = 'Failure';
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.summary);
    this.finding = finding;
  }
}

/** The machine lacks something, or refuses it. Blocks a check; elsewhere it ends the command, with exit code 2. */
export class LackError extends Error {
  override name = 'LackError';
  readonly lack: Lack;
  constructor(lack: Lack) {
    super(describeLack(lack));
    this.lack = lack;
  }
}

/** A finding as it is written down: evidence that could not be had is left out. */
export type FindingDraft = Omit<Finding, 'evidence'> & { evidence?: readonly (Evidence | undefined)[] };

export const finding = ({ evidence = [], ...draft }: FindingDraft): Finding => ({
  ...draft,
  evidence: evidence.filter((item) => item !== undefined),
});

/** Ends the check: the learner's program is at fault. */
export function fail(draft: FindingDraft): never {
  throw new Failure(finding(draft));
}

/** Ends the check where there is something to say. For findings that are pure functions: `failIf(stillIdle(seen))`. */
export function failIf(problem: Finding | undefined): void {
  if (problem) throw new Failure(problem);
}

/** Ends the check: the machine lacks something. */
export function block(lack: Lack): never {
  throw new LackError(lack);
}

/** What was found; ends the check as blocked where it can't be had. */
export function orBlock<T>(answer: Found<T>): T {
  return answer.ok ? answer.value : block(answer.lack);
}
