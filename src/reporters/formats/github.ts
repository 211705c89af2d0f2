/**
 * Workflow commands of GitHub Actions, which become annotations in the pull request. GitHub shows 10 of a kind a step, so what
 * is more is counted. The step summary is the Markdown report.
 */
import { summaryOf } from '../finding-text.ts';
import type { Case, Draw, Suite } from '../suites.ts';
import { markdown } from './markdown.ts';

type Kind = 'error' | 'warning' | 'notice';
type Annotation = { kind: Kind; properties: Record<string, string | number | undefined>; message: string };

const mostOfAKind = 10;
/** A summary above 1 MiB is dropped whole. */
const mostSummaryBytes = 1024 * 1024;

export const github: Draw = ({ suites }) => {
  const all = suites.flatMap((suite) => suite.cases.flatMap((one) => annotation(suite, one)));
  const kinds: readonly Kind[] = ['error', 'warning', 'notice'];
  const lines = kinds.flatMap((kind) => capped(all.filter((one) => one.kind === kind)).map(command));
  return lines.map((line) => `${line}\n`).join('');
};

/** What goes to the file that $GITHUB_STEP_SUMMARY names. */
export const githubSummary: Draw = (report) => {
  const whole = markdown(report);
  if (Buffer.byteLength(whole) <= mostSummaryBytes) return whole;
  return markdown({ ...report, suites: report.suites.map(shortened) });
};

/** Without evidence: what is wrong and what to do still fit. */
const shortened = (suite: Suite): Suite => ({
  ...suite,
  cases: suite.cases.map((one) => ({ ...one, finding: one.finding && { ...one.finding, evidence: [] } })),
});

function annotation(suite: Suite, one: Case): Annotation[] {
  const place = { file: one.place?.file, line: one.place?.line, col: one.place?.column };
  const said = (kind: Kind, title: string, message: string): Annotation[] => [
    { kind, properties: { ...place, title: `${suite.id} ${one.id}: ${title}` }, message },
  ];
  switch (one.status) {
    case 'failed': {
      const { expected, actual, hint } = one.finding ?? {};
      const more = [expected && `expected: ${expected}`, actual && `actual: ${actual}`, hint && `hint: ${hint}`];
      const kind = one.level === 'required' ? 'error' : 'warning';
      return said(kind, `not yet: ${one.title}`, [summaryOf(one), ...more.filter(Boolean)].join('\n'));
    }
    case 'blocked':
      return said('warning', 'blocked, not judged', summaryOf(one));
    case 'errored':
      return said('warning', 'no verdict, a bug in the workshop', summaryOf(one));
    default:
      return [];
  }
}

function capped(annotations: readonly Annotation[]): Annotation[] {
  const more = annotations.length - mostOfAKind;
  if (more <= 0) return [...annotations];
  const [{ kind }] = annotations as [Annotation];
  const rest = {
    kind,
    properties: { title: 'more' },
    message: `${more + 1} more, which GitHub would not show here; the summary has them all.`,
  };
  return [...annotations.slice(0, mostOfAKind - 1), rest];
}

const command = ({ kind, properties, message }: Annotation): string => {
  const drawn = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`)
    .join(',');
  return `::${kind}${drawn === '' ? '' : ` ${drawn}`}::${data(message)}`;
};

/** As the runner decodes them: % first, or what a program prints could end a command and begin its own. */
const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
