/** Everything the UI knows. Only `update` changes it, and the screens draw it. */

import type { CheckState, RunState } from '../../engine/reduce.ts';
import type { Outcome, Verdict } from '../../kit/index.ts';
import { neededRows, offeredRows } from '../../usecases/overview.ts';
import type { Size } from '../drawing/drawing.ts';
import type { Block } from '../markdown/block.ts';
import type { Page } from '../screens/page.ts';
import type { FileDiff } from '../screens/solution/page.ts';
import type {
  DoctorRow,
  FileChange,
  MeasureRow,
  OpenedStage,
  StageRow,
  TrialStarted,
  UiMemory,
  Watching,
} from '../services.ts';
import type { ShownHints } from './hints.ts';

/** `by`: a key, or a save while watching. `only`: this check alone. */
export type RunRequest = { stage: string; by: 'key' | 'save'; only?: string };

export type Run = RunRequest & {
  phase: 'running' | 'stopping' | 'ended';
  state: RunState;
  /** Seconds since it began; counts while it runs. */
  seconds: number;
  problem?: string;
  outcome?: Outcome | 'cancelled';
  /** It has its verdict; what was started for it is still being removed. */
  cleaning?: boolean;
  /** What is asked for next, and begins once this one is gone. */
  next?: RunRequest;
};

/** The learner's program, started to be tried by hand. */
export type Trial = {
  stage: string;
  phase: 'starting' | 'running' | 'stopping' | 'ended';
  url?: string;
  requests: TrialStarted['requests'];
  lines: readonly string[];
  /** How it ended, in words. */
  ended?: string;
  /** Why it could not be started. */
  problem?: string;
  /** Files were saved since. */
  old?: boolean;
};

export type WatchedStage = Watching & { stage: string };

export type Message = { tone: 'quiet' | 'good' | 'bad' | 'warn'; text: string };

export type AppState = {
  version: string;
  size: Size;
  pages: readonly [Page, ...Page[]];
  suggestedFolder: string;
  folder?: string;
  stages?: readonly StageRow[];
  opened: Readonly<Record<string, OpenedStage>>;
  lessons: Readonly<Record<string, readonly Block[]>>;
  /** Once it was opened; empty where the course has none. */
  map?: readonly Block[];
  run?: Run;
  /** The last finished run of each stage. */
  results: Readonly<Record<string, RunState>>;
  learned: Readonly<Record<string, readonly string[]>>;
  /** By `stage/check`. */
  hints: Readonly<Record<string, ShownHints>>;
  solutions: Readonly<Record<string, readonly FileDiff[]>>;
  reports: Readonly<Record<string, readonly MeasureRow[]>>;
  /** What the screen that asks first is about. */
  replacing?: { how: 'reset' | 'undo'; change?: FileChange };
  trial?: Trial;
  doctor?: { rows: readonly DoctorRow[]; done: boolean };
  watch: { on: boolean; watching?: WatchedStage };
  message?: Message;
  notices: readonly string[];
  /** Set when the learner wants to leave; carried out once the run has ended. */
  leaving?: { code: number };
  memory: UiMemory;
};

export type RunEnd = { outcome: Outcome | 'cancelled'; problem?: undefined } | { outcome?: undefined; problem: string };

export const currentPage = (state: AppState): Page => state.pages.at(-1) ?? state.pages[0];

export const stageOf = (page: Page): string | undefined => ('stage' in page ? page.stage : undefined);

/** The stage at hand: of the screen, of the selection, else the one last opened. */
export function stageAtHand(state: AppState): string | undefined {
  const page = currentPage(state);
  if ('stage' in page) return page.stage;
  if (page.screen === 'stages') return selectedStage(state)?.id;
  return shownStage(state) ?? state.memory.stage ?? state.stages?.find((row) => row.state !== 'in-preparation')?.id;
}

/** The stage of the page on top, or of the one below it that has a stage; undefined on the list of stages. */
export const shownStage = (state: AppState): string | undefined => state.pages.map(stageOf).findLast(Boolean);

export const stageRow = (state: AppState, stage: string): StageRow | undefined =>
  state.stages?.find((row) => row.id === stage);

/** e.g. "02": short enough for the title row. */
export const numberOf = (stage: string): string => stage.slice(0, 2);

/** The learner's choice, else the stage last worked on, else the next one to do. */
export function selectedStage(state: AppState): StageRow | undefined {
  const page = state.pages.find((one) => one.screen === 'stages');
  const chosen = page?.screen === 'stages' ? state.stages?.find((row) => row.id === page.selected) : undefined;
  const last = state.stages?.find((row) => row.id === state.memory.stage && row.state !== 'passed');
  return chosen ?? last ?? nextStage(state) ?? state.stages?.[0];
}

/** The next stage that is not passed yet: behind `after`, else from the beginning. The optional one is only for those who begin. */
export function nextStage(state: AppState, after?: string): StageRow | undefined {
  const rows = offeredRows(state.stages ?? []);
  const behind = rows.findIndex((row) => row.id === after) + 1;
  const open = (row: StageRow) => row.id !== after && (row.state === 'new' || row.state === 'started');
  return rows.slice(behind).find(open) ?? rows.find(open);
}

/** Every stage of the course is passed; never while some are in preparation. */
export const isFinished = ({ stages = [] }: AppState): boolean =>
  stages.length > 0 && neededRows(stages).every((row) => row.state === 'passed');

export const isRunning = (state: AppState, stage?: string): boolean =>
  state.run !== undefined && state.run.phase !== 'ended' && (stage === undefined || state.run.stage === stage);

export const trialOf = ({ trial }: AppState, stage: string): Trial | undefined =>
  trial?.stage === stage ? trial : undefined;

/** Nothing else can begin, and leaving has to wait. */
export const isBusy = (state: AppState): boolean => isRunning(state) || state.run?.cleaning === true;

/** What to draw for a stage: the current run, else the last one that finished. */
export function runOf(state: AppState, stage: string): RunState | undefined {
  const { run } = state;
  const broken = run?.outcome === 'cancelled' || run?.problem !== undefined;
  return run?.stage === stage && run.state.checks.length > 0 && !broken ? run.state : state.results[stage];
}

/** The verdict that the current run already has on a check. */
export const freshVerdict = (state: AppState, stage: string, id: string): Verdict | undefined =>
  isRunning(state, stage) ? state.run?.state.checks.find((check) => check.id === id)?.verdict : undefined;

/** A check in the current run; until that has a verdict on it, the check as it was before. */
export function checkOf(state: AppState, stage: string, id: string) {
  const now = runOf(state, stage)?.checks.find((check) => check.id === id);
  if (!isRunning(state, stage) || freshVerdict(state, stage, id)) return { check: now, stale: false };
  const before = state.results[stage]?.checks.find((check) => check.id === id);
  return before?.verdict ? { check: before, stale: true } : { check: now, stale: false };
}

export const hintKey = (stage: string, check: string): string => `${stage}/${check}`;

/** The last run, if it was one of this stage and ended with a verdict. */
export function finishedRun(state: AppState, stage: string): RunState | undefined {
  const { run } = state;
  const cameToAnEnd = run?.phase === 'ended' && run.problem === undefined && run.outcome !== 'cancelled';
  return cameToAnEnd && run.stage === stage ? run.state : undefined;
}

/** Without the message: the screen itself says it. */
export const quieted = (state: AppState): AppState => ({ ...state, message: undefined });

/** Keeps what is being read on the screen, and names the problem to begin with. */
export const lookFirstAt = (state: AppState, problem: CheckState): AppState => ({
  ...state,
  message: { tone: 'warn', text: `Look first at: ${problem.title}` },
});
