/** `start`: the workshop folder and its starters, without the terminal UI. Never overwrites work. */
import type { StageEntry } from '../course/course.ts';
import { enumerate, plural } from '../kit/index.ts';
import { begin } from '../usecases/begin.ts';
import { overviewOf } from '../usecases/overview.ts';
import { locateWorkshop, progressOf, stagesOf } from '../usecases/session.ts';
import { commandLine } from '../words/command-line.ts';
import { UsageError } from '../workspace/errors.ts';
import { stageNamed } from '../workspace/stages.ts';
import type { Scaffolded } from '../workspace/starter/scaffold.ts';
import { openWorkshop } from '../workspace/workshop.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';
import { nextStep } from './terminal/next-step.ts';
import { shortPath } from './terminal/short-path.ts';

export async function run(cli: CliContext, options: Options, stage?: string): Promise<number> {
  const stages = stagesOf(cli, options);
  const chosen = stage === undefined ? stages.filter((entry) => entry.checker) : [ready(stageNamed(stages, stage))];
  const { folder, exists } = locateWorkshop(cli, options);
  const show = (path: string) => shortPath(path, cli);
  const { workshop, scaffolded } = await begin(cli, folder, chosen);
  cli.out(exists ? `The workshop folder is ${show(folder)}.\n` : `Created the workshop folder ${show(folder)}.\n`);
  for (const one of scaffolded) cli.out(linesOf(one, show));
  const progress = progressOf(cli, workshop);
  cli.out(`\n${nextStep(await overviewOf(stages, openWorkshop(folder), progress), show)}\n`);
  return exitCodes.passed;
}

function ready(entry: StageEntry): StageEntry {
  if (entry.checker) return entry;
  throw new UsageError(
    `Stage ${entry.id} is in preparation.`,
    `"${commandLine('list')}" shows the stages that are ready.`,
  );
}

function linesOf(one: Scaffolded, show: (path: string) => string): string {
  const folder = show(one.folder);
  if (one.created) return `  ${folder}: copied\n`;
  const said = sentences(one);
  return said.length > 0 ? said.map((sentence) => `  ${folder}: ${sentence}\n`).join('') : `  ${folder}: unchanged\n`;
}

/** What a learner should know about a folder that existed already. */
function sentences({ restored, updated, kept }: Scaffolded): string[] {
  const said: string[] = [];
  if (restored.length > 0)
    said.push(`${enumerate(restored)} ${restored.length === 1 ? 'was' : 'were'} missing and copied again`);
  if (updated.length > 0) said.push(`${enumerate(updated)} updated to this version's starter ("undo" takes that back)`);
  if (kept.length > 0) {
    const fresh = enumerate(kept.map((file) => file.fresh));
    said.push(
      `you changed ${plural(kept.length, 'file')}, kept as ${kept.length === 1 ? 'it is' : 'they are'}; the fresh starter is in ${fresh}`,
    );
  }
  return said;
}
