/**
 * What every report format is drawn from: suites of cases. A run of checks is one (its cases are checks), a `verify` has one a
 * stage (its cases are programs). Five states, and a format that knows fewer says ours in words: blocked (the machine lacks
 * something) and errored (our bug) are neither passed nor failed.
 */
import { type CheckState, initialRun, type Measure, type RunState, reduce } from '../engine/reduce.ts';
import { type Finding, type Level, type Location, locationOf, type Outcome, type RunEvent } from '../kit/index.ts';
import { printable, printableLines } from '../words/printable.ts';

export type Status = 'passed' | 'failed' | 'blocked' | 'skipped' | 'errored';

export type Case = {
  /** Stable: a check's id, a program's name. */
  id: string;
  title: string;
  status: Status;
  level: Level;
  points: number;
  /** Milliseconds; undefined where it never ran. */
  ms?: number;
  /** Why it failed. */
  finding?: Finding;
  /** Why it has another verdict than passed or failed: one line or more. */
  because?: string;
  notes: readonly string[];
  /** The line to look at; its file is relative to where the report is read, with slashes. */
  place?: Location;
  /** The heading of the lesson's section that teaches it. */
  lesson?: string;
};

export type Suite = {
  /** e.g. '01-http-server' */
  id: string;
  outcome: Outcome;
  ms: number;
  cases: readonly Case[];
  measures: Readonly<Record<string, Measure>>;
};

/** What a report says besides the events. All of it is told, so that drawing stays a pure function. */
export type About = {
  tool: { name: string; version: string };
  /** When the report's first run began. */
  at: Date;
  /** A file of a stage's folder as the report's reader names it, e.g. 'exercises/01-http-server/main.go'. '' names the folder. */
  pathOf: (stage: string, file: string) => string;
  /** The lesson's section under a heading, Markdown. */
  sectionOf: (stage: string, heading: string) => string | undefined;
  /** What a number is called and what the lesson says of it. */
  measureOf: (stage: string, name: string) => { title: string; beside: readonly { label: string; value: number }[] };
  env: Readonly<Record<string, string | undefined>>;
};

export type Report = { about: About; suites: readonly Suite[] };

/** Draws the whole report: pure, one string. */
export type Draw = (report: Report) => string;

/** Gathers runs from their events: with --all there are several, one after the other. */
export function gather(): { add: (event: RunEvent) => void; runs: () => readonly RunState[] } {
  const runs: RunState[] = [];
  return {
    add: (event) => {
      if (event.type === 'run:start') runs.push(initialRun);
      const state = runs.pop();
      if (state) runs.push(reduce(state, event));
    },
    runs: () => runs,
  };
}

export function suiteOf(run: RunState, { pathOf }: About): Suite {
  return {
    id: run.stage,
    // A run without an end was interrupted.
    outcome: run.outcome ?? 'incomplete',
    ms: run.ms ?? 0,
    cases: run.checks.map((check) => caseOf(check, (file) => pathOf(run.stage, file))),
    measures: run.measures,
  };
}

function caseOf({ id, title, level, points, lesson, verdict }: CheckState, pathOf: (file: string) => string): Case {
  const about = { id, title, level, points, lesson, notes: [] };
  switch (verdict?.status) {
    case undefined:
      return { ...about, status: 'skipped', because: 'The run ended before it.' };
    case 'passed':
      return { ...about, status: 'passed', ms: verdict.ms, notes: verdict.notes.map(printableLines) };
    case 'failed': {
      const at = locationOf(verdict.finding);
      const place = at && { ...at, file: pathOf(printable(at.file)) };
      return { ...about, status: 'failed', ms: verdict.ms, finding: harmless(verdict.finding), place };
    }
    case 'blocked':
      return { ...about, status: 'blocked', because: printableLines(verdict.because) };
    case 'skipped':
      return { ...about, status: 'skipped', because: `Not tried, because ${verdict.after} did not pass.` };
    case 'errored':
      return { ...about, status: 'errored', ms: verdict.ms, because: ourMistake(verdict.error.message) };
  }
}

const ourMistake = (message: string) =>
  `The workshop itself made a mistake here, not the program: ${printableLines(message)}`;

/** Without escape sequences and control characters: what a program printed ends up in terminals, browsers and parsers. */
function harmless({ summary, expected, actual, hint, evidence }: Finding): Finding {
  const clean = (text: string | undefined) => text && printableLines(text);
  return {
    summary: printableLines(summary),
    expected: clean(expected),
    actual: clean(actual),
    hint: clean(hint),
    evidence: evidence.map((item) => ({ ...item, title: printableLines(item.title), text: printableLines(item.text) })),
  };
}

export const countOf = (cases: readonly Case[], ...wanted: readonly Status[]): number =>
  cases.filter(({ status }) => wanted.includes(status)).length;

/** Some check that holds a learner up has no verdict: no number made of the rest would be fair. */
export const isWholly = (suite: Suite): boolean => countOf(suite.cases, 'blocked', 'errored') === 0;

export const pointsOf = (cases: readonly Case[]): number => cases.reduce((sum, one) => sum + one.points, 0);
export const earned = (cases: readonly Case[]): number => pointsOf(cases.filter(({ status }) => status === 'passed'));
