/** The learner begins: makes the workshop folder, remembers it, and copies the starters there. Never overwrites work. */
import type { StageEntry } from '../course/course.ts';
import { saved } from '../workspace/errors.ts';
import { type Scaffolded, scaffoldStage } from '../workspace/starter/scaffold.ts';
import { makeWorkshop, remember, type Workshop } from '../workspace/workshop.ts';
import type { Session } from './session.ts';

export async function begin(
  session: Pick<Session, 'appDirs' | 'notify'>,
  folder: string,
  stages: readonly StageEntry[],
): Promise<{ workshop: Workshop; scaffolded: Scaffolded[] }> {
  const workshop = await makeWorkshop(folder);
  if (workshop.notice) session.notify(workshop.notice);
  const unsaved = await saved('Where this folder is', async () => {
    await remember(session.appDirs, folder);
    return undefined;
  });
  if (unsaved) session.notify(unsaved);
  const scaffolded: Scaffolded[] = [];
  // One after the other: each records in the manifest what it copied.
  for (const stage of stages) scaffolded.push(await scaffoldStage(workshop, stage));
  return { workshop, scaffolded };
}
