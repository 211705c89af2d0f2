/** `list`: the stages with their state, and the next step. */
import { nextStep, type Overview, overview, type Row } from '../usecases/overview.ts';
import { type CliContext, type Common, exitCodes } from './context.ts';
import { columns, shortPath } from './terminal/text.ts';

export async function run(cli: CliContext, options: Common & { json?: boolean }): Promise<number> {
  const seen = await overview(cli, options);
  cli.out(options.json ? `${JSON.stringify(json(seen), null, 2)}\n` : text(seen, cli));
  return exitCodes.passed;
}

function text(seen: Overview, cli: CliContext): string {
  const show = (path: string) => shortPath(path, cli);
  const where = seen.workshop ? `Workshop folder: ${show(seen.workshop.folder)}\n\n` : '';
  return `${where}${columns(seen.rows.map(cells))}\n${nextStep(seen, show)}\n`;
}

function cells({ entry, state, passed, required, points, maxPoints }: Row): string[] {
  if (state === 'in-preparation') return [`  ${entry.id}`, 'in preparation', '', ''];
  return [`  ${entry.id}`, state, `${passed} of ${required} checks`, `${points} of ${maxPoints} points`];
}

/** Stable: fields may be added, none changes its meaning. */
function json({ rows, current, workshop }: Overview) {
  return {
    schema: 1,
    folder: workshop?.folder ?? null,
    current: current?.entry.id ?? null,
    stages: rows.map(
      ({ entry, title, about, state, passed, required, points, maxPoints, hints, finishedAt, folder }) => ({
        id: entry.id,
        title,
        about,
        state,
        passed,
        required,
        points,
        maxPoints,
        hints,
        finishedAt: finishedAt ?? null,
        folder: folder ?? null,
      }),
    ),
  };
}
