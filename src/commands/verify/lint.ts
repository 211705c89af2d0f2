/** Rules for a stage as a whole: kind words, hints that lead somewhere, a file and a rejected program for every check. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadStage, type StageEntry } from '../../course/course.ts';
import { sectionOf } from '../../course/lesson.ts';
import type { Stage } from '../../kit/index.ts';
import { casesOf, uncovered } from './cases.ts';
import type { Graded, Result } from './result.ts';
import { misplaced } from './rules/layout.ts';
import { titleComplaints } from './wording.ts';

/** Which rules look at more than the programs that were judged; one part of a sharded run does so for a stage. */
export type LintRules = { layout: boolean; coverage: boolean };

export async function lint(
  stage: StageEntry,
  submissions: string,
  graded: readonly Graded[],
  rules: LintRules,
): Promise<Result[]> {
  const loaded = await loadStage(stage);
  const findings = graded.filter((result) => result.stage === stage.id).flatMap((result) => result.wording);
  const words = [...titleComplaints(loaded), ...lessonComplaints(stage, loaded), ...new Set(findings)];
  const result = (name: string, details: string[]): Result => {
    const status = details.length > 0 ? 'failed' : 'passed';
    return { stage: stage.id, name, status, details, ms: 0 };
  };
  const layout = misplaced(
    join(stage.exercise, '..', '..', 'checks'),
    stage.id,
    loaded.checks.map(({ id }) => id),
  );
  return [
    result('wording', words),
    ...(rules.layout ? [result('layout', layout)] : []),
    ...(rules.coverage ? [result('coverage', missing(stage, loaded, submissions))] : []),
  ];
}

/** The second tier of hints is a section of the lesson: its heading has to be there. */
function lessonComplaints(stage: StageEntry, { checks }: Stage): string[] {
  const file = join(stage.exercise, 'README.md');
  const lesson = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return checks
    .filter((check) => check.lesson !== undefined && sectionOf(lesson, check.lesson) === undefined)
    .map((check) => `${check.id} points to the heading "${check.lesson}", which the lesson does not have`);
}

function missing(stage: StageEntry, { checks }: Stage, submissions: string): string[] {
  const covered = new Set(casesOf(stage, submissions).map((one) => one.check));
  const excused = uncovered(stage, submissions);
  return checks
    .filter(({ id }) => !covered.has(id) && !(id in excused))
    .map(({ id }) => `no program in test/submissions/${stage.id}/rejected/ is named for ${id}`);
}
