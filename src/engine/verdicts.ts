/** How a check ended, as a verdict. */
import {
  type Check,
  describeFault,
  describeLack,
  duration,
  Failure,
  FaultyProgram,
  type Files,
  type Lack,
  LackError,
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

/** The verdict for what a check has thrown. */
export function verdictOf(error: unknown, ms: number, files: Files, { lackOf, explainFault }: Explanations): Verdict {
  if (error instanceof Failure) return { status: 'failed', ms, finding: error.finding };
  if (error instanceof FaultyProgram)
    return { status: 'failed', ms, finding: explainFault?.(error.fault, files) ?? describeFault(error.fault) };
  if (error instanceof LackError) return blocked(error.lack);
  const lack = lackOf(error);
  return lack ? blocked(lack) : errored(error, ms);
}

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

export function tookTooLong(check: Check, ms: number): Verdict {
  const limit = duration(timeoutOf(check));
  return {
    status: 'failed',
    ms,
    finding: {
      summary: `The program kept this check waiting for more than ${limit}, so it was stopped.`,
      expected: `an end within ${limit}; a correct program needs a fraction of that`,
      actual: 'still waiting',
      hint: 'Look for a loop without an end, a channel nobody reads from, or an answer that never finishes.',
      evidence: [],
    },
  };
}
