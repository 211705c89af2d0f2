/**
 * SARIF 2.1.0 (OASIS): a rule a check, with the lesson's section as help; a result a failed check. What was blocked or errored is
 * a notification of the tool's own (3.20.21), so that no reader takes it for a finding about the program, or for none.
 */
import type { Log, Notification, ReportingDescriptor, Result, Run } from 'sarif';
import { findingText, summaryOf } from '../finding-text.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Case, Draw, Report, Suite } from '../suites.ts';

export const sarif: Draw = (report) => {
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [runOf(report)],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

/** One run for all stages: GitHub takes 20 runs a file. */
function runOf({ about, suites }: Report): Run {
  const judged = suites.flatMap((suite) => suite.cases.map((one) => ({ suite, one })));
  const rules = judged.map(({ suite, one }) => rule(suite, one, about.sectionOf));
  return {
    tool: { driver: { name: about.tool.name, semanticVersion: about.tool.version, rules } },
    automationDetails: { id: `${about.tool.name}/` },
    invocations: [
      {
        executionSuccessful: !judged.some(({ one }) => one.status === 'errored'),
        startTimeUtc: about.at.toISOString(),
        toolExecutionNotifications: judged.flatMap(({ suite, one }) => notification(suite, one)),
      },
    ],
    results: judged.flatMap(({ suite, one }, ruleIndex) => result(suite, one, ruleIndex)),
  };
}

const ruleIdOf = (suite: Suite, one: Case) => `${suite.id}/${one.id}`;

function rule(suite: Suite, one: Case, sectionOf: Report['about']['sectionOf']): ReportingDescriptor {
  const section = one.lesson === undefined ? undefined : sectionOf(suite.id, one.lesson);
  const text = one.lesson === undefined ? undefined : `See "${one.lesson}" in the stage's README.md.`;
  return {
    id: ruleIdOf(suite, one),
    name: one.id,
    shortDescription: { text: one.title },
    defaultConfiguration: { level: levelOf(one) },
    help: text === undefined ? undefined : { text, markdown: section ?? text },
    properties: { tags: [suite.id, one.level] },
  };
}

const levelOf = ({ level }: Case) => (level === 'required' ? ('error' as const) : ('warning' as const));

function result(suite: Suite, one: Case, ruleIndex: number): Result[] {
  if (one.status !== 'failed' || !one.finding) return [];
  const { place } = one;
  const locations = place && [
    {
      physicalLocation: {
        artifactLocation: { uri: place.file.split('/').map(encodeURIComponent).join('/') },
        region: { startLine: place.line, startColumn: place.column },
      },
    },
  ];
  return [
    {
      ruleId: ruleIdOf(suite, one),
      ruleIndex,
      level: levelOf(one),
      kind: 'fail',
      message: { text: findingText(one.finding) },
      locations,
      partialFingerprints: { 'check/v1': fingerprint(suite.id, one.id) },
    },
  ];
}

function notification(suite: Suite, one: Case): Notification[] {
  if (one.status !== 'blocked' && one.status !== 'errored') return [];
  return [
    {
      level: one.status === 'errored' ? 'error' : 'warning',
      message: { text: `${one.status}: ${summaryOf(one)}` },
      associatedRule: { id: ruleIdOf(suite, one) },
    },
  ];
}
