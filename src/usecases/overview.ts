/** The stages and how far the learner is with each: for `list`, for the terminal UI, and for what to do next. */
import { existsSync } from 'node:fs';
import { loadStage, type StageEntry } from '../course/course.ts';
import type { Stage } from '../kit/index.ts';
import { commandLine } from '../words/command-line.ts';
import type { Progress, StageProgress } from '../workspace/progress.ts';
import { changedFiles } from '../workspace/starter/reset.ts';
import { type FoundWorkshop, stageFolder, type Workshop } from '../workspace/workshop.ts';
import { locateWorkshop, progressOf, type Selection, type Session, stagesOf, workshopOf } from './session.ts';
import { currentStage } from './target.ts';

export type StageState =
  /** Its files are untouched, or not there yet. */
  | 'new'
  | 'started'
  | 'passed'
  /** Announced, but without checks in this version: cannot be opened. */
  | 'in-preparation';

export type StageRow = {
  id: string;
  title: string;
  /** One line: what the learner builds. */
  about: string;
  state: StageState;
  /** Not needed to finish the course. */
  optional: boolean;
  /** Required checks passed in the last run, and how many there are. */
  passed: number;
  required: number;
  points: number;
  maxPoints: number;
  /** Hints asked for so far. */
  hints: number;
  /** ISO 8601. */
  finishedAt?: string;
  /** Absolute; unset before the stage's files are there. */
  folder?: string;
};

/** Those that make the course; all of them where each is optional. */
export function neededRows<Row extends { optional: boolean }>(rows: readonly Row[]): readonly Row[] {
  const needed = rows.filter((row) => !row.optional);
  return needed.length > 0 ? needed : rows;
}

/** Those to go on with: the optional ones too as long as no other was begun, be it by copying that one alone. */
export function offeredRows(rows: readonly StageRow[]): readonly StageRow[] {
  const needed = neededRows(rows);
  const begun = needed.some(({ state }) => state === 'started' || state === 'passed');
  const anyThere = rows.some(({ folder }) => folder !== undefined);
  return begun ? needed : rows.filter((row) => !row.optional || row.folder !== undefined || !anyThere);
}

export type Overview = {
  rows: StageRow[];
  current: StageRow | undefined;
  workshop: Workshop | undefined;
};

/** Works without a workshop too: all stages are new then. */
export async function overview(session: Session, selection: Selection): Promise<Overview> {
  const stages = stagesOf(session, selection);
  const located = locateWorkshop(session, selection);
  const workshop = located.exists ? workshopOf(session, selection) : undefined;
  if (!located.exists && located.from in named) session.notify(nothingIn(located));
  return overviewOf(stages, workshop, workshop && progressOf(session, workshop));
}

/** Ways to name a folder, in which something is expected then. */
const named = { option: '--dir', environment: 'GO_CLOUD_WORKSHOP_DIR' } as const;

function nothingIn({ folder, from }: FoundWorkshop): string {
  const way = named[from as keyof typeof named];
  const start = from === 'option' ? `start --dir ${folder}` : 'start';
  return `There is no workshop in ${folder} (${way}). "${commandLine(start)}" makes one.`;
}

/** The same for a workshop that is open already. */
export async function overviewOf(
  stages: readonly StageEntry[],
  workshop: Workshop | undefined,
  progress: Progress | undefined,
): Promise<Overview> {
  const rows = await Promise.all(stages.map((entry) => rowOf(entry, workshop, progress?.stages[entry.slug])));
  const ready = stages.some((stage) => stage.checker);
  const current = ready ? currentStage(stages, progress, workshop) : undefined;
  return { rows, current: rows.find((row) => row.id === current?.id), workshop };
}

async function rowOf(
  entry: StageEntry,
  workshop: Workshop | undefined,
  done: StageProgress | undefined,
): Promise<StageRow> {
  const stage = entry.checker ? await loadStage(entry) : undefined;
  const folder = workshop && stageFolder(workshop, entry);
  return {
    id: entry.id,
    title: stage?.title ?? titleOfSlug(entry.slug),
    about: stage?.about ?? '',
    state: stateOf(entry, workshop, done),
    optional: entry.optional,
    ...countsOf(stage, done),
    hints: Object.values(done?.hints ?? {}).reduce((sum, tier) => sum + tier, 0),
    finishedAt: done?.finishedAt,
    folder: folder !== undefined && existsSync(folder) ? folder : undefined,
  };
}

export const titleOfSlug = (slug: string): string => {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The checker says how many there are, the progress how many were reached. */
function countsOf(stage: Stage | undefined, done: StageProgress | undefined) {
  const checks = stage?.checks ?? [];
  return {
    passed: done?.requiredPassed ?? 0,
    required: checks.filter((check) => check.level !== 'stretch').length,
    points: done?.points ?? 0,
    maxPoints: checks.reduce((sum, check) => sum + (check.points ?? 1), 0),
  };
}

function stateOf(entry: StageEntry, workshop: Workshop | undefined, done: StageProgress | undefined): StageState {
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
