/** Work that may find the learner's program at fault, for a check that has its own words for that, or goes on without the result. */
import { describeFault, FaultyProgram } from './program-fault.ts';
import { Failure, type Finding } from './verdict.ts';

export type Attempt<T> = { ok: true; value: T } | { ok: false; finding: Finding };

/** The work's result, or the finding it ended with. Any other error is thrown again. */
export async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, finding: error.finding };
    if (error instanceof FaultyProgram) return { ok: false, finding: describeFault(error.fault) };
    throw error;
  }
}
