/** The wording rules for what learners read: plain, kind, exact. Titles stand for passed and failed alike; a finding never blames. */
import type { RunState } from '../../engine/reduce.ts';
import type { Finding, Stage } from '../../kit/index.ts';

/** Words that make a beginner feel small, or blame. */
const unkind =
  /\b(obviously|simply|trivial(?:ly)?|of course|easy|easily|stupid|dumb|silly|you (?:forgot|failed|should have|must have)|your fault|oops|sorry|wrongly)\b/i;

/** A finding may begin with the place it is about, as compilers do. */
const placed = /^[\w./-]+:\d+(:\d+)?: /;

export function titleComplaints(stage: Stage): string[] {
  return stage.checks.flatMap(({ id, title }) => {
    const about = (what: string) => `the title of ${id} ${what}: "${title}"`;
    return [
      ...(title.trim() === '' ? [about('is empty')] : []),
      ...(/[.!?:]$/.test(title) ? [about('ends with punctuation; it is drawn behind a mark')] : []),
      ...(title.length > 76 ? [about('does not fit a line of 80 columns')] : []),
      ...(/\b(fails?|failed|passes|passed|not)\b.*\b(to)\b|^(should|must)\b/i.test(title)
        ? [about('has to read rightly both as passed and as failed')]
        : []),
      ...(unkind.test(title) ? [about('has an unkind word')] : []),
    ];
  });
}

export function findingComplaints(run: RunState): string[] {
  return run.checks.flatMap(({ id, verdict }) =>
    verdict?.status === 'failed' ? complaintsAbout(id, verdict.finding) : [],
  );
}

function complaintsAbout(id: string, finding: Finding): string[] {
  const { summary, hint = '' } = finding;
  return [
    ...(/[.!?]$/.test(summary.trim()) ? [] : [`the summary of ${id} is not a sentence: "${summary}"`]),
    ...(/^\p{Ll}/u.test(summary) && !placed.test(summary) ? [`the summary of ${id} begins small: "${summary}"`] : []),
    ...(hint.trim() === '' ? [`${id} has no hint: "${summary}"`] : []),
    ...(hint !== '' && !/[.!?)`"]$/.test(hint.trim()) ? [`the hint of ${id} is not a sentence: "${hint}"`] : []),
    ...[summary, hint]
      .filter((text) => unkind.test(text))
      .map((text) => `${id} has an unkind word ("${unkind.exec(text)?.[0]}"): "${text}"`),
  ];
}
