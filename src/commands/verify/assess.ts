/** Whether a checker's verdict is what a program deserves. Returns the complaints; an empty list means yes. */
import { type CheckState, firstProblem, type RunState } from '../../engine/reduce.ts';
import type { Finding } from '../../kit/index.ts';
import { wrongPlace } from './assess/place.ts';
import type { Case } from './cases.ts';

export type Assessment = {
  complaints: string[];
  /** What the machine lacks, so that nothing can be said. */
  skipped?: string;
};

export function assess(program: Case, run: RunState): Assessment {
  const errored = run.checks.flatMap((check) =>
    check.verdict?.status === 'errored'
      ? [`${check.id} errored: ${check.verdict.error.stack ?? check.verdict.error.message}`]
      : [],
  );
  if (errored.length > 0) return { complaints: errored };
  if (program.kind === 'starter') return assessStarter(run);
  if (program.kind === 'rejected') return assessRejected(program, run);
  return assessRight(program, run);
}

const failing = (run: RunState): CheckState[] => run.checks.filter((check) => check.state === 'failed');

function blocking(run: RunState): string | undefined {
  const found = run.checks.find((check) => check.state === 'blocked');
  return found?.verdict?.status === 'blocked' ? `${found.id} is blocked: ${found.verdict.because}` : undefined;
}

/** A starter compiles, and then fails. */
function assessStarter(run: RunState): Assessment {
  const failed = failing(run);
  const broken = failed.find((check) => check.id === 'compiles');
  if (broken) return { complaints: [`the starter does not compile: ${summaryOf(broken)}`] };
  if (failed.some((check) => check.level === 'required')) return { complaints: [] };
  const lack = blocking(run);
  return lack ? { complaints: [], skipped: lack } : { complaints: ['the starter passes: there is nothing left to do'] };
}

/** The solution passes everything, an accepted program all that is required. */
function assessRight(program: Case, run: RunState): Assessment {
  const wrong = failing(run).filter((check) => program.kind === 'solution' || check.level === 'required');
  const complaints = wrong.map((check) => `${check.id} failed: ${textOf(findingOf(check))}`);
  const lack = blocking(run);
  const { notes, blocked } = program.expects;
  if (lack && blocked.length > 0) {
    const unsaid = lacking(blocked, lack);
    return {
      complaints: [...complaints, ...unsaid.map((word) => `it may be blocked, but does not say "${word}": ${lack}`)],
    };
  }
  if (complaints.length > 0 || !lack)
    return { complaints: [...complaints, ...lacking(notes, notesOf(run)).map(unnoted)] };
  return { complaints, skipped: lack };
}

const unnoted = (word: string) => `no note says "${word}"`;
const lacking = (words: readonly string[], text: string) =>
  words.filter((word) => !text.toLowerCase().includes(word.toLowerCase()));
const notesOf = ({ checks }: RunState) =>
  checks.flatMap(({ verdict }) => (verdict?.status === 'passed' ? verdict.notes : [])).join('\n');

function assessRejected(program: Case, run: RunState): Assessment {
  const named = run.checks.find((check) => check.id === program.check);
  if (!named) return { complaints: [`it is named for "${program.check}", which is no check of this stage`] };
  if (named.verdict?.status === 'blocked')
    return { complaints: [], skipped: `${named.id} is blocked: ${named.verdict.because}` };
  // The check before it can't run on this machine.
  const lack = named.verdict?.status === 'skipped' ? blocking(run) : undefined;
  if (lack) return { complaints: [], skipped: lack };
  return { complaints: [...namedFails(program, named, run), ...unlisted(program, run)] };
}

function namedFails(program: Case, named: CheckState, run: RunState): string[] {
  if (named.state !== 'failed') return [`${named.id} should fail, but is ${stateOf(named)}`];
  const first = firstProblem(run);
  const order =
    first && first.id !== named.id
      ? [`a learner is shown ${first.id} first, not ${named.id}: ${summaryOf(first)}`]
      : [];
  const finding = findingOf(named);
  const text = textOf(finding).toLowerCase();
  const missing = lacking(program.expects.keywords, text);
  const words = missing.map((word) => `the finding does not say "${word}": ${textOf(finding)}`);
  return [...order, ...words, ...wrongPlace(program, finding)];
}

function unlisted(program: Case, run: RunState): string[] {
  return failing(run)
    .filter((check) => check.id !== program.check && !(check.id in program.expects.alsoFails))
    .map((check) => `${check.id} fails too, and expect.json does not say why: ${summaryOf(check)}`);
}

const findingOf = (check: CheckState): Finding | undefined =>
  check.verdict?.status === 'failed' ? check.verdict.finding : undefined;
const summaryOf = (check: CheckState): string => findingOf(check)?.summary ?? stateOf(check);
const stateOf = (check: CheckState): string =>
  check.verdict?.status === 'skipped'
    ? `skipped after ${check.verdict.after}`
    : check.state === 'waiting'
      ? 'without a verdict'
      : check.state;

/** All words of a finding that a learner can read. */
export function textOf(finding: Finding | undefined): string {
  if (!finding) return '';
  const { summary, expected, actual, hint, evidence } = finding;
  const shown = evidence.map((item) => `${item.title}\n${item.text}`);
  return [
    summary,
    expected && `expected: ${expected}`,
    actual && `actual: ${actual}`,
    hint && `hint: ${hint}`,
    ...shown,
  ]
    .filter(Boolean)
    .join('\n');
}
