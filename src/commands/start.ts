/** `start`: the workshop folder and its starters, without the terminal UI. Never overwrites work. */
import type { StageEntry } from '../engine/load.ts';
import { LackError, UsageError } from '../workspace/errors.ts';
import { type Scaffolded, scaffoldStage } from '../workspace/scaffold.ts';
import { stageNamed } from '../workspace/stages.ts';
import { makeWorkshop, openWorkshop, remember, type Workshop } from '../workspace/workshop.ts';
import { nextStep, overviewOf } from './overview.ts';
import { type Common, exitCodes, type Surroundings } from './surroundings.ts';
import { locateWorkshop, progressOf, stagesOf } from './target.ts';
import { enumerate, plural, shortPath } from './text.ts';

export async function run(surroundings: Surroundings, options: Common, stage?: string): Promise<number> {
  const stages = stagesOf(surroundings, options);
  const chosen = stage === undefined ? stages.filter((entry) => entry.checker) : [ready(stageNamed(stages, stage))];
  const { folder, exists } = locateWorkshop(surroundings, options);
  const show = (path: string) => shortPath(path, surroundings);
  const { workshop, scaffolded } = await begin(surroundings, folder, chosen);
  surroundings.out(
    exists ? `The workshop folder is ${show(folder)}.\n` : `The workshop folder ${show(folder)} is made.\n`,
  );
  for (const one of scaffolded) surroundings.out(linesOf(one, show));
  const progress = progressOf(surroundings, workshop);
  surroundings.out(`\n${nextStep(await overviewOf(stages, openWorkshop(folder), progress), show)}\n`);
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
  surroundings: Pick<Surroundings, 'places' | 'err'>,
  folder: string,
  stages: readonly StageEntry[],
): Promise<{ workshop: Workshop; scaffolded: Scaffolded[] }> {
  const workshop = await makeWorkshop(folder);
  if (workshop.notice) surroundings.err(`${workshop.notice}\n`);
  await remember(surroundings.places, folder).catch((error: unknown) => {
    if (!(error instanceof LackError)) throw error;
    surroundings.err(`This folder could not be remembered: ${error.message}\n`);
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
