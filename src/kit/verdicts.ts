/** How a check says that it is not passed. */
import type { Finding, Need } from './types.ts';

/** The learner's program does something else than the contract says. */
export class Failure extends Error {
  override name = 'Failure';
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.summary);
    this.finding = finding;
  }
}

/** The machine lacks something; `because` says what, and how to get it. */
export class Blocked extends Error {
  override name = 'Blocked';
  readonly needs: Need;
  constructor(needs: Need, because: string) {
    super(because);
    this.needs = needs;
  }
}

export function fail(
  finding: Omit<Finding, 'evidence'> & { evidence?: (Finding['evidence'][number] | undefined)[] },
): never {
  throw new Failure({ ...finding, evidence: (finding.evidence ?? []).filter((item) => item !== undefined) });
}

export function block(needs: Need, because: string): never {
  throw new Blocked(needs, because);
}
