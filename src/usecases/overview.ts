/** The stages as a learner stands with them: for `list`, for the terminal UI, and for what to do next. */
import { existsSync } from 'node:fs';
import type { CliContext, Common } from '../commands/context.ts';
import { loadStage, type StageEntry } from '../course/course.ts';
import type { Stage } from '../kit/index.ts';
import type { Progress, StageProgress } from '../workspace/progress.ts';
import { changedFiles } from '../workspace/starter/reset.ts';
import { stageFolder, type Workshop } from '../workspace/workshop.ts';
import { currentStage, locateWorkshop, progressOf, stagesOf, workshopOf } from './target.ts';

export type Row = {
  entry: StageEntry;
  title: string;
  about: string;
  /** new: its files are untouched, or not there yet. */
  state: 'new' | 'started' | 'passed' | 'in-preparation';
  /** Required checks. */
  passed: number;
  required: number;
  points: number;
  maxPoints: number;
  hints: number;
  finishedAt?: string;
  /** Absolute; unset before the stage's files are there. */
  folder?: string;
};

export type Overview = {
  rows: Row[];
  current: Row | undefined;
  workshop: Workshop | undefined;
  progress: Progress | undefined;
};

/** Works without a workshop too: then all stages are new. */
export async function overview(cli: CliContext, options: Common): Promise<Overview> {
  const stages = stagesOf(cli, options);
  const workshop = locateWorkshop(cli, options).exists ? workshopOf(cli, options) : undefined;
  const progress = workshop && progressOf(cli, workshop);
  return overviewOf(stages, workshop, progress);
}

/** The same, for a folder whose place is known; notices are left to whoever opened it. */
export async function overviewOf(
  stages: readonly StageEntry[],
  workshop: Workshop | undefined,
  progress: Progress | undefined,
): Promise<Overview> {
  const rows = await Promise.all(stages.map((entry) => rowOf(entry, workshop, progress?.stages[entry.slug])));
  const ready = stages.some((stage) => stage.checker);
  const current = ready ? currentStage(stages, progress) : undefined;
  return { rows, current: rows.find((row) => row.entry.id === current?.id), workshop, progress };
}

async function rowOf(entry: StageEntry, workshop: Workshop | undefined, done: StageProgress | undefined): Promise<Row> {
  const stage = entry.checker ? await loadStage(entry) : undefined;
  const folder = workshop && stageFolder(workshop, entry);
  const there = folder !== undefined && existsSync(folder);
  return {
    entry,
    title: stage?.title ?? titleOfSlug(entry.slug),
    about: stage?.about ?? '',
    state: stateOf(entry, workshop, done),
    hints: Object.values(done?.hints ?? {}).reduce((sum, tier) => sum + tier, 0),
    ...countsOf(stage, done),
    ...(done?.finishedAt ? { finishedAt: done.finishedAt } : {}),
    ...(there ? { folder } : {}),
  };
}

const titleOfSlug = (slug: string): string => {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** How many there are is the checker's to say; how many were reached, the progress's. */
function countsOf(stage: Stage | undefined, done: StageProgress | undefined) {
  const checks = stage?.checks ?? [];
  return {
    passed: done?.requiredPassed ?? 0,
    required: checks.filter((check) => check.level !== 'stretch').length,
    points: done?.points ?? 0,
    maxPoints: checks.reduce((sum, check) => sum + (check.points ?? 1), 0),
  };
}

function stateOf(entry: StageEntry, workshop: Workshop | undefined, done: StageProgress | undefined): Row['state'] {
  if (!entry.checker) return 'in-preparation';
  if (done?.finishedAt) return 'passed';
  if (done?.checkedAt) return 'started';
  return workshop && edited(workshop, entry) ? 'started' : 'new';
}

/** A folder that can't be read must not keep the list from being shown. */
function edited(workshop: Workshop, entry: StageEntry): boolean {
  try {
    return changedFiles(workshop, entry).length > 0;
  } catch {
    return true;
  }
}

/** The next step in a sentence or two, with the command to type. */
export function nextStep({ rows, current, workshop }: Overview, show: (path: string) => string): string {
  if (!workshop) return 'Next: "go-cloud-workshop start" makes the workshop folder and copies the starters there.';
  if (!current) return 'No stage can be checked yet.';
  const { id } = current.entry;
  if (current.state === 'passed') {
    return rows.every((row) => row.state === 'passed')
      ? 'All stages are passed. "go-cloud-workshop report" shows your own numbers.'
      : 'Every stage that is ready is passed. "go-cloud-workshop report" shows your own numbers.';
  }
  if (!current.folder) return `Next: "go-cloud-workshop start ${id}" copies its starter.`;
  if (current.state === 'new')
    return `Next: read ${show(`${current.folder}/README.md`)}, then run "go-cloud-workshop check ${id}".`;
  return `Next: "go-cloud-workshop check ${id}" grades ${show(current.folder)}; "go-cloud-workshop hint" helps.`;
}
