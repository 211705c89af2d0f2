/** What a report says besides its events: paths as its reader names them, lessons, the names of numbers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadStage } from '../../course/course.ts';
import { sectionOf } from '../../course/lesson.ts';
import type { Stage } from '../../kit/index.ts';
import type { About } from '../../reporters/suites.ts';
import type { Target } from '../../usecases/target.ts';
import type { CliContext } from '../context.ts';

type Graded = Pick<Target, 'entry' | 'folder'>;

export async function aboutOf(cli: CliContext, targets: readonly Graded[]): Promise<About> {
  const stages = new Map<string, Stage>();
  for (const { entry } of targets) if (entry.checker) stages.set(entry.id, await loadStage(entry));
  const targetOf = (stage: string) => targets.find(({ entry }) => entry.id === stage);
  const root = repositoryRoot(cli);
  return {
    tool: { name: 'go-cloud-workshop', version: cli.version },
    at: new Date(),
    pathOf: (stage, file) => pathFrom(root, targetOf(stage)?.folder ?? root, file),
    sectionOf: (stage, heading) => lessonSection(targetOf(stage), heading),
    measureOf: (stage, name) => {
      const info = stages.get(stage)?.measures?.[name];
      return { title: info?.title ?? name, beside: info?.beside ?? [] };
    },
    env: cli.env,
  };
}

/** Annotations name files from the root of the checkout, wherever the command runs: GitHub's and GitLab's own variables. */
const repositoryRoot = ({ env, cwd }: CliContext): string => env.GITHUB_WORKSPACE || env.CI_PROJECT_DIR || cwd;

/** With slashes and without "./". A folder outside of the root is named by its own name. */
function pathFrom(root: string, folder: string, file: string): string {
  const inside = path.relative(root, path.join(folder, file));
  const told = inside.startsWith('..') || path.isAbsolute(inside) ? path.join(path.basename(folder), file) : inside;
  return told === '' ? '.' : told.split(path.sep).join('/');
}

function lessonSection(target: Graded | undefined, heading: string): string | undefined {
  if (!target) return undefined;
  try {
    return sectionOf(readFileSync(path.join(target.entry.exercise, 'README.md'), 'utf8'), heading);
  } catch {
    return undefined;
  }
}
