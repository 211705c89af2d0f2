/**
 * Gradescope's results.json (https://gradescope-autograders.readthedocs.io/en/latest/specs/). A check without a verdict has
 * neither status nor score: an instructor sees that it was not graded, and no learner loses points for our machine.
 */
import { caseText } from '../finding-text.ts';
import { type Case, type Draw, isWholly, type Suite } from '../suites.ts';

export const gradescope: Draw = ({ suites }) => {
  const ms = suites.reduce((sum, suite) => sum + suite.ms, 0);
  const document = {
    execution_time: Math.round(ms / 1000),
    // What the program printed is in the findings; the rest of stdout is the instructor's alone.
    stdout_visibility: 'hidden',
    output: suites.every(isWholly)
      ? undefined
      : 'Not all checks could be judged. That is not the program’s fault: the instructor is to run it again.',
    tests: suites.flatMap((suite, index) => suite.cases.map((one, at) => testOf(suite, one, `${index + 1}.${at + 1}`))),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

function testOf(suite: Suite, one: Case, number: string): object {
  return {
    number,
    name: one.title,
    ...verdictOf(one),
    output: caseText(one),
    output_format: 'text',
    tags: [suite.id, one.id, one.level],
  };
}

function verdictOf({ status, points }: Case): object {
  const max_score = points;
  switch (status) {
    case 'passed':
      return { status: 'passed', score: points, max_score };
    case 'failed':
      return { status: 'failed', score: 0, max_score };
    // It waits for a check that was not passed, so its points are not earned.
    case 'skipped':
      return { score: 0, max_score };
    default:
      return { extra_data: { status } };
  }
}
