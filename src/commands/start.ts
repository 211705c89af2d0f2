/** `start`: the workshop folder and its starters, without the terminal UI. Never overwrites work. */
import type { StageEntry } from '../course/course.ts';
import { nextStep, overviewOf } from '../usecases/overview.ts';
import { locateWorkshop, progressOf, stagesOf } from '../usecases/target.ts';
import { LackError, UsageError } from '../workspace/errors.ts';
import { stageNamed } from '../workspace/stages.ts';
import { type Scaffolded, scaffoldStage } from '../workspace/starter/scaffold.ts';
import { makeWorkshop, openWorkshop, remember, type Workshop } from '../workspace/workshop.ts';
import { type CliContext, type Common, exitCodes } from './context.ts';
import { enumerate, plural, shortPath } from './terminal/text.ts';

export async function run(cli: CliContext, options: Common, stage?: string): Promise<number> {
  const stages = stagesOf(cli, options);
  const chosen = stage === undefined ? stages.filter((entry) => entry.checker) : [ready(stageNamed(stages, stage))];
  const { folder, exists } = locateWorkshop(cli, options);
  const show = (path: string) => shortPath(path, cli);
  const { workshop, scaffolded } = await begin(cli, folder, chosen);
  cli.out(exists ? `The workshop folder is ${show(folder)}.\n` : `The workshop folder ${show(folder)} is made.\n`);
  for (const one of scaffolded) cli.out(linesOf(one, show));
  const progress = progressOf(cli, workshop);
  cli.out(`\n${nextStep(await overviewOf(stages, openWorkshop(folder), progress), show)}\n`);
  return exitCodes.passed;
}

function ready(entry: StageEntry): StageEntry {
  if (entry.checker) return entry;
  throw new UsageError(
    `Stage ${entry.id} is in preparation.`,
    '"go-cloud-workshop list" shows the stages that are ready.',
  );
}

/** Makes the folder, remembers it, and copies these stages' starters there. */
export async function begin(
  cli: Pick<CliContext, 'appDirs' | 'err'>,
  folder: string,
  stages: readonly StageEntry[],
): Promise<{ workshop: Workshop; scaffolded: Scaffolded[] }> {
  const workshop = await makeWorkshop(folder);
  if (workshop.notice) cli.err(`${workshop.notice}\n`);
  await remember(cli.appDirs, folder).catch((error: unknown) => {
    if (!(error instanceof LackError)) throw error;
    cli.err(`This folder could not be remembered: ${error.message}\n`);
  });
  const scaffolded: Scaffolded[] = [];
  // One after the other: each notes in the manifest what it copied.
  for (const stage of stages) scaffolded.push(await scaffoldStage(workshop, stage));
  return { workshop, scaffolded };
}

function linesOf(one: Scaffolded, show: (path: string) => string): string {
  const folder = show(one.folder);
  if (one.created) return `  ${folder}: copied\n`;
  const said = sentences(one);
  return said.length > 0 ? said.map((sentence) => `  ${folder}: ${sentence}\n`).join('') : `  ${folder}: as it was\n`;
}

/** What a learner should know about a folder that was there already. */
export function sentences({ restored, updated, kept }: Scaffolded): string[] {
  const said: string[] = [];
  if (restored.length > 0)
    said.push(`${enumerate(restored)} ${restored.length === 1 ? 'was' : 'were'} missing, and is there again`);
  if (updated.length > 0) said.push(`${enumerate(updated)} updated to this version's starter ("undo" takes it back)`);
  if (kept.length > 0) {
    const fresh = enumerate(kept.map((file) => file.fresh));
    said.push(
      `you changed ${plural(kept.length, 'file')}, kept as ${kept.length === 1 ? 'it is' : 'they are'}; fresh beside: ${fresh}`,
    );
  }
  return said;
}
