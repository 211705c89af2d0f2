/**
 * GitLab's Code Quality report (a subset of the Code Climate format). It has no states: what failed is an issue at its line, what
 * was blocked or errored an issue of severity info that says so. GitLab demands a path; without a place it is the stage's folder.
 */
import { summaryOf } from '../finding-text.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Case, Draw } from '../suites.ts';

type Severity = 'info' | 'minor' | 'major';

export const gitlab: Draw = ({ about, suites }) => {
  const issues = suites.flatMap(({ id, cases }) => cases.flatMap((one) => issue(id, one, about.pathOf(id, ''))));
  return `${JSON.stringify(issues, null, 2)}\n`;
};

function issue(suite: string, one: Case, folder: string): object[] {
  const severity = severityOf(one);
  if (!severity) return [];
  const word = one.status === 'failed' ? one.title : one.status;
  return [
    {
      type: 'issue',
      check_name: `${suite}/${one.id}`,
      description: `${word}: ${summaryOf(one)}`,
      categories: ['Bug Risk'],
      severity,
      fingerprint: fingerprint(suite, one.id),
      location: { path: one.place?.file ?? folder, lines: { begin: one.place?.line ?? 1 } },
    },
  ];
}

function severityOf({ status, level }: Case): Severity | undefined {
  if (status === 'failed') return level === 'required' ? 'major' : 'minor';
  return status === 'blocked' || status === 'errored' ? 'info' : undefined;
}
