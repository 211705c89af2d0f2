/** `list`: the stages with their state, and the next step. */
import { type Overview, overview, type StageRow } from '../usecases/overview.ts';
import { columns } from '../words/lines.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';
import { nextStep } from './terminal/next-step.ts';
import { shortPath } from './terminal/short-path.ts';

export async function run(cli: CliContext, options: Options & { json?: boolean }): Promise<number> {
  const seen = await overview(cli, options);
  cli.out(options.json ? `${JSON.stringify(json(seen), null, 2)}\n` : text(seen, cli, options));
  return exitCodes.passed;
}

function text(seen: Overview, cli: CliContext, { dir }: Options): string {
  const show = (path: string) => shortPath(path, cli);
  const where = seen.workshop ? `Workshop folder: ${show(seen.workshop.folder)}\n\n` : '';
  return `${where}${columns(seen.rows.map(cells))}\n${nextStep(seen, show, dir)}\n`;
}

function cells({ id, state, optional, passed, required, points, maxPoints }: StageRow): string[] {
  if (state === 'in-preparation') return [`  ${id}`, 'in preparation', '', ''];
  return [
    `  ${id}`,
    optional && state === 'new' ? 'optional' : state,
    `${passed} of ${required} checks`,
    `${points} of ${maxPoints} points`,
  ];
}

/** Stable: fields may be added, none changes its meaning. */
function json({ rows, current, workshop }: Overview) {
  return {
    schema: 1,
    folder: workshop?.folder ?? null,
    current: current?.id ?? null,
    stages: rows.map((row) => ({ ...row, finishedAt: row.finishedAt ?? null, folder: row.folder ?? null })),
  };
}
