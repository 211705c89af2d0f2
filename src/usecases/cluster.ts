/** Whose program a stage deploys to a cluster: the learner's own image where they have made one, else the reference's. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadStage, type StageEntry } from '../course/course.ts';
import type { ClusterSetup } from '../harness/kubernetes/options.ts';
import type { ClusterSpec } from '../kit/index.ts';
import type { AppDirs } from '../workspace/app-dirs.ts';
import { readProgress } from '../workspace/progress.ts';
import { stageFolder, type Workshop } from '../workspace/workshop.ts';

/** `dockerfile`: the learner's own folder of the stage `imageFrom`, see `ownDockerfile`. */
export function clusterSetup(entry: StageEntry, spec: ClusterSpec, dockerfile?: string): ClusterSetup {
  const { imageFrom } = spec;
  return imageFrom === undefined ? { spec } : { spec, module: solutionBySlug(imageFrom, entry), dockerfile };
}

function solutionBySlug(slug: string, entry: StageEntry): string {
  const solutions = dirname(entry.solution);
  const names = existsSync(solutions) ? readdirSync(solutions) : [];
  const name = names.find((one) => one.replace(/^\d+-/, '') === slug);
  if (name === undefined)
    throw new Error(`${entry.id} deploys the image of "${slug}", and ${solutions} has no such stage`);
  return join(solutions, name);
}

/** The learner's folder of the stage that makes the image, once that stage is passed. */
export async function ownDockerfile(
  entry: StageEntry,
  workshop: Workshop,
  appDirs: AppDirs,
): Promise<string | undefined> {
  const slug = (await loadStage(entry)).cluster?.imageFrom;
  if (slug === undefined || readProgress(appDirs, workshop).value.stages[slug]?.outcome !== 'passed') return undefined;
  const folder = stageFolder(workshop, { id: slug, slug });
  return existsSync(folder) ? folder : undefined;
}
