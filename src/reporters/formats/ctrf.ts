/** Common Test Report Format 0.0 (https://ctrf.io): it has no blocked and no errored; both are `other`, ours is in rawStatus. */
import { caseText, summaryOf } from '../finding-text.ts';
import { type Case, countOf, type Draw, type Report, type Status } from '../suites.ts';

const statuses: Record<Status, 'passed' | 'failed' | 'skipped' | 'other'> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  blocked: 'other',
  errored: 'other',
};

export const ctrf: Draw = (report) => `${JSON.stringify(documentOf(report), null, 2)}\n`;

function documentOf({ about, suites }: Report): object {
  const cases = suites.flatMap((suite) => suite.cases);
  const start = about.at.getTime();
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: about.at.toISOString(),
    generatedBy: about.tool.name,
    results: {
      tool: about.tool,
      summary: {
        tests: cases.length,
        passed: countOf(cases, 'passed'),
        failed: countOf(cases, 'failed'),
        skipped: countOf(cases, 'skipped'),
        pending: 0,
        other: countOf(cases, 'blocked', 'errored'),
        suites: suites.length,
        start,
        stop: start + suites.reduce((sum, { ms }) => sum + ms, 0),
      },
      tests: suites.flatMap((suite) => suite.cases.map((one) => testOf(suite.id, one))),
      extra: { measures: Object.fromEntries(suites.map(({ id, measures }) => [id, measures])) },
    },
  };
}

function testOf(suite: string, one: Case): object {
  const said = one.status === 'passed' ? undefined : summaryOf(one);
  return {
    testId: `${suite}/${one.id}`,
    name: one.title,
    status: statuses[one.status],
    rawStatus: one.status,
    duration: Math.round(one.ms ?? 0),
    suite: [suite],
    message: said || undefined,
    trace: one.finding && caseText(one),
    filePath: one.place?.file,
    line: one.place?.line,
    tags: [one.level],
    extra: { check: one.id, points: one.points, notes: one.notes },
  };
}
