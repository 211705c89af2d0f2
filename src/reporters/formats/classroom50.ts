/**
 * `classroom50/result/v1` (https://github.com/foundation50/classroom50, schemas/result-v1.schema.json): scores are whole numbers
 * and a test is passed or not. A run in which something had no verdict is therefore no result: it is written as the error result
 * (no tests, 0 of 0), and the exit code tells the runner.
 */
import { caseText } from '../finding-text.ts';
import { type Draw, earned, isWholly, pointsOf, type Report } from '../suites.ts';

/** The format is in flux: this is the only place that names its version and fields. */
const schema = 'classroom50/result/v1';

export const classroom50: Draw = (report) => `${JSON.stringify(resultOf(report), null, 2)}\n`;

function resultOf({ about, suites }: Report): object {
  const cases = suites.every(isWholly) ? suites.flatMap((suite) => suite.cases) : [];
  return {
    schema,
    ...identity(about),
    score: earned(cases),
    'max-score': pointsOf(cases),
    tests: cases.map((one) => ({
      'test-name': `${one.id}: ${one.title}`,
      passed: one.status === 'passed',
      score: one.status === 'passed' ? one.points : 0,
      'max-score': one.points,
      status: one.status,
      output: caseText(one),
    })),
  };
}

/** The runner's own variables, which it stamps over again; outside of it a placeholder that the schema takes. */
function identity({ env, at, tool }: Report['about']): object {
  const commit = env.COMMIT_URL || `${tool.name} ${tool.version}`;
  const instant = `${at.toISOString().slice(0, 19)}Z`;
  return {
    classroom: env.CLASSROOM || 'local',
    assignment: env.ASSIGNMENT || tool.name,
    assignment_type: env.MODE === 'group' ? 'group' : 'individual',
    owner: env.OWNER || env.GITHUB_ACTOR || 'local',
    submission: env.SUBMISSION_TAG?.startsWith('submit/') ? env.SUBMISSION_TAG : 'submit/local',
    commit,
    release: env.RELEASE_URL || commit,
    review: env.REVIEW_URL || commit,
    datetime: instant,
    graded_at: instant,
  };
}
