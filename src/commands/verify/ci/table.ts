/** `--table FILE`: which programs fail which check, as Markdown to read or as CSV to count in. */
import { isProgram, type Result } from '../result.ts';

export type Columns = {
  stage: string;
  /** The stage's checks in their order. */
  checks: readonly string[];
};

/** By the name of the file. */
export const drawTable = (file: string, stages: readonly Columns[], results: readonly Result[]): string =>
  (/\.csv$/i.test(file) ? csv : markdown)(stages, results.filter(isProgram));

const signs: Record<string, string> = { passed: '·', failed: 'F', blocked: 'b', errored: 'E', skipped: '' };
const legend =
  'F failed · passed, b blocked, E errored; empty: not tried. **F**: the check that the program is named for.';

function markdown(stages: readonly Columns[], programs: readonly Result[]): string {
  const sections = stages.flatMap(({ stage, checks }) => {
    const rows = programs.filter((one) => one.stage === stage);
    return rows.length === 0 ? [] : [section(stage, checks, rows)];
  });
  return `# Which programs fail which check\n\n${legend}\n\n${sections.join('\n')}`;
}

function section(stage: string, checks: readonly string[], rows: readonly Result[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const cells = (one: Result) =>
    checks.map((check) => {
      const sign = signs[stateOf(one, check) ?? 'skipped'] ?? '';
      return sign === 'F' && one.name.startsWith(`rejected/${check}--`) ? '**F**' : sign;
    });
  const fails = checks.map((check) => String(rows.filter((one) => stateOf(one, check) === 'failed').length));
  return [
    `## ${stage}\n\n`,
    row(['program', 'judged', ...checks]),
    row(['---', '---', ...checks.map(() => ':-:')]),
    ...rows.map((one) => row([one.name, judged[one.status], ...cells(one)])),
    row(['programs that fail it', '', ...fails]),
  ].join('');
}

const judged: Record<Result['status'], string> = { passed: 'rightly', failed: '**wrongly**', skipped: 'skipped' };

const stateOf = ({ verdicts = [] }: Result, check: string): string | undefined =>
  verdicts.find((one) => one.check === check)?.verdict.status;

/** One line a program and check (RFC 4180), for a pivot table. */
function csv(stages: readonly Columns[], programs: readonly Result[]): string {
  const lines = stages.flatMap(({ stage, checks }) =>
    programs
      .filter((one) => one.stage === stage)
      .flatMap((one) =>
        checks.map((check) => [stage, one.name, one.status, check, stateOf(one, check) ?? 'not tried']),
      ),
  );
  return [['stage', 'program', 'judged', 'check', 'verdict'], ...lines]
    .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
    .join('');
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
