/** What `verify` found, in the formats of the reporters: a stage is a suite, a program a case. */
import type { StageEntry } from '../../course/course.ts';
import type { Report, Suite } from '../../reporters/suites.ts';
import type { CliContext } from '../context.ts';
import { aboutOf } from '../reporting/about.ts';
import { documents, type Spec, specsOf } from '../reporting/registry.ts';
import { writeReport } from '../reporting/write.ts';
import type { Cost, Waited } from './ci/cost.ts';
import { lineOf, type Result } from './result.ts';

/** Lines for people, lines for programs, and every document that has no grade in it. */
export const verifyReporterNames = [
  'pretty',
  'jsonl',
  ...Object.keys(documents).filter((name) => !['gradescope', 'classroom50'].includes(name)),
];

export type Conclusion = {
  passed: number;
  failed: number;
  skipped: number;
  results: readonly Result[];
  cost: Cost;
  waited: readonly Waited[];
};

export type VerifyReporting = {
  begin(programs: number): void;
  /** Called once a result, in the order they come in. */
  judged(result: Result): void;
  end(conclusion: Conclusion): Promise<void>;
};

/** Throws a UsageError for an unknown reporter, and for one on the screen beside `--json`. The files are made at once. */
export function verifyReporters(
  cli: CliContext,
  { json = false, reporter = [] }: { json?: boolean; reporter?: readonly string[] },
  stages: readonly StageEntry[],
): VerifyReporting {
  const specs = specsOf(json || reporter.length > 0 ? reporter : ['pretty'], verifyReporterNames, json);
  for (const spec of specs) if (spec.file !== undefined) writeReport(cli, spec, '');
  const all = specs.map((spec) => {
    if (spec.name === 'pretty') return lines(cli, spec);
    return spec.name === 'jsonl' ? events(cli, spec) : document(cli, spec, stages);
  });
  return {
    begin: (programs) => {
      for (const one of all) one.begin(programs);
    },
    judged: (result) => {
      for (const one of all) one.judged(result);
    },
    end: async (conclusion) => {
      for (const one of all) await one.end(conclusion);
    },
  };
}

/** On the screen at once, into a file when all is over. */
function output(cli: CliContext, spec: Spec) {
  let text = '';
  return {
    add: (more: string) => {
      if (spec.file === undefined) cli.out(more);
      else text += more;
    },
    end: async () => {
      if (spec.file !== undefined) writeReport(cli, spec, text);
    },
  };
}

function lines(cli: CliContext, spec: Spec): VerifyReporting {
  const { add, end } = output(cli, spec);
  return { begin: () => {}, judged: (result) => add(lineOf(result)), end };
}

/** One object a line: `verify:start`, a `program` each, `verify:end`. Described in docs/verify-v1.schema.json. */
function events(cli: CliContext, spec: Spec): VerifyReporting {
  const { add, end } = output(cli, spec);
  const tell = (event: object) => add(`${JSON.stringify(event)}\n`);
  return {
    begin: (programs) => tell({ type: 'verify:start', schema: 1, programs }),
    judged: ({ stage, name, status, details, ms, unsteady, checks, verdicts }) =>
      tell({ type: 'program', stage, name, status, details, ms, unsteady, checks, verdicts }),
    end: async ({ results: _, ...totals }) => {
      tell({ type: 'verify:end', ...totals });
      await end();
    },
  };
}

function document(cli: CliContext, spec: Spec, stages: readonly StageEntry[]): VerifyReporting {
  return {
    begin: () => {},
    judged: () => {},
    end: async ({ results }) => {
      const draw = await documents[spec.name]?.();
      const about = await aboutOf(
        cli,
        stages.map((entry) => ({ entry, folder: entry.exercise })),
      );
      if (draw) writeReport(cli, spec, draw({ about, suites: suitesOf(results) } satisfies Report));
    },
  };
}

export function suitesOf(results: readonly Result[]): Suite[] {
  const byStage = Map.groupBy(results, ({ stage }) => stage);
  return [...byStage].map(([id, programs]) => ({
    id,
    outcome: programs.some(({ status }) => status === 'failed')
      ? 'failed'
      : programs.some(({ status }) => status === 'skipped')
        ? 'incomplete'
        : 'passed',
    ms: programs.reduce((sum, { ms }) => sum + ms, 0),
    measures: {},
    cases: programs.map(caseOf),
  }));
}

function caseOf({ name, status, details, unsteady = [], ms }: Result): Suite['cases'][number] {
  const [summary = '', ...rest] = details;
  const evidence =
    rest.length > 0 ? [{ kind: 'events' as const, title: 'What else was wrong', text: rest.join('\n') }] : [];
  return {
    id: name,
    title: name,
    status,
    level: 'required',
    points: 1,
    ms,
    ...(status === 'failed' ? { finding: { summary, evidence } } : {}),
    ...(status === 'skipped' ? { because: details.join('\n') } : {}),
    notes: unsteady.map((detail) => `unsteady, among other programs: ${detail}`),
  };
}
