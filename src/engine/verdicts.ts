/** How a check ended, as a verdict. */
import {
  type Check,
  describeFault,
  describeLack,
  duration,
  Failure,
  FaultyProgram,
  type Files,
  type Finding,
  type FirstCause,
  type Lack,
  LackError,
  type ProgramFault,
  type Stage,
  type Verdict,
} from '../kit/index.ts';

const defaultTimeoutMs = 60_000;

export const timeoutOf = (check: Check): number => check.timeoutMs ?? defaultTimeoutMs;

export type Explanations = {
  /** What the machine lacks, where an error of the system says so: then the check is blocked, not broken. */
  lackOf: (error: unknown) => Lack | undefined;
  /** The stage's words for a program that can't be checked at all. */
  explainFault?: Stage['explainFault'];
};

/** What is known about the program when its check has failed. */
export type Circumstances = Explanations & {
  files: Files;
  /** What went wrong by itself before. */
  cause: FirstCause | undefined;
};

/** The verdict for what a check has thrown. */
export function verdictOf(error: unknown, ms: number, known: Circumstances): Verdict {
  if (error instanceof Failure) return failed(error.finding, ms, known);
  if (error instanceof FaultyProgram) return faulty(error.fault, ms, known);
  if (error instanceof LackError) return blocked(error.lack);
  const lack = known.lackOf(error);
  return lack ? blocked(lack) : errored(error, ms);
}

/** A program that crashed or ended by itself: that comes first, and what the check saw of it is the symptom. */
export function failed(finding: Finding, ms: number, known: Circumstances): Verdict {
  const { cause } = known;
  if (cause?.kind === 'machine') return blocked(cause.lack);
  return { status: 'failed', ms, finding: cause ? inWords({ ...cause, during: finding }, known) : finding };
}

function faulty(fault: ProgramFault, ms: number, known: Circumstances): Verdict {
  const finding = inWords(fault, known);
  const underProbe = fault.kind === 'ended-under-probe' || fault.kind === 'silent-under-probe';
  return failed(finding, ms, underProbe || known.cause?.kind === 'machine' ? known : { ...known, cause: undefined });
}

const inWords = (fault: ProgramFault, { explainFault, files }: Circumstances): Finding =>
  explainFault?.(fault, files) ?? describeFault(fault);

export const blocked = (lack: Lack): Verdict => ({
  status: 'blocked',
  needs: lack.need,
  because: describeLack(lack),
  lack,
});

export function errored(error: unknown, ms: number): Verdict {
  const { message, stack } = error instanceof Error ? error : { message: String(error) };
  return { status: 'errored', ms, error: { message, stack } };
}

export function tookTooLong(check: Check): Finding {
  const limit = duration(timeoutOf(check));
  return {
    summary: `The program kept this check waiting for more than ${limit}, so it was stopped.`,
    expected: `an end within ${limit}; a correct program needs a fraction of that`,
    actual: 'still waiting',
    hint: 'Look for a loop without an end, a channel nobody reads from, or an answer that never finishes.',
    evidence: [],
  };
}
