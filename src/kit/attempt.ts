/** Work that may find the learner's program at fault, for a check that words this itself or goes on without. */
import { describeFault, FaultyProgram } from './program-fault.ts';
import { Failure, type Finding } from './verdict.ts';

export type Attempt<T> = { ok: true; value: T } | { ok: false; finding: Finding };

/** What the work brings, or what it found. Anything else that it throws is thrown. */
export async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, finding: error.finding };
    if (error instanceof FaultyProgram) return { ok: false, finding: describeFault(error.fault) };
    throw error;
  }
}
