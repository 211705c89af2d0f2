/**
 * Everything the terminal UI asks of the world. The UI starts no process and touches no file: src/commands/tui/services.ts
 * implements this from the use cases. Nothing here throws for what a learner can cause; such a problem comes back as a
 * sentence to show. An error that is thrown counts as our own bug and is shown as one.
 */
import type { RunState } from '../engine/reduce.ts';
import type { Outcome, RunEvent } from '../kit/index.ts';
import type { DoctorRow } from '../usecases/doctor.ts';
import type { Hint, Tier } from '../usecases/hints/hints.ts';
import type { MeasureRow } from '../usecases/measures.ts';
import type { StageRow } from '../usecases/overview.ts';
import type { SolutionFile } from '../usecases/solution.ts';
import type { Trial as TrialStarted } from '../usecases/trial.ts';
import type { Watching } from '../usecases/watching.ts';

export type { DoctorRow, Hint, MeasureRow, SolutionFile, StageRow, Tier, TrialStarted, Watching };

export type TuiServices = {
  /** The package's version, for the help screen and the crash report. */
  readonly version: string;
  /** Aborted by SIGTERM, SIGHUP or anything else that ends the program: the UI cancels its run, restores the terminal and resolves with 130. */
  readonly signal?: AbortSignal;
  /** Sentences to show on the list of stages (may grow while the UI is open), e.g. "Another window has this folder open." or "Your progress file could not be read; it is kept as …". */
  readonly notices?: readonly string[];

  /** The workshop folder, absolute; undefined before the first use (the welcome screen then asks where to put it). */
  folder(): string | undefined;
  /** What the welcome screen suggests, e.g. "./go-cloud-workshop". */
  readonly suggestedFolder: string;
  /** Creates the folder and copies the starters into it; never overwrites work. `path` is as typed: relative, absolute or with ~. */
  chooseFolder(path: string): Promise<FolderChoice>;

  /** In the order of the course. Called again after every run. */
  stages(): Promise<readonly StageRow[]>;
  /** Markdown of the stage's lesson (exercises/<id>/README.md). */
  lesson(stage: string): Promise<string>;
  /** Markdown of the course's map from what learners know to what they learn (a stage's MAP.md); undefined where it has none. */
  map(): Promise<string | undefined>;
  /** Called when the learner opens a stage: copies the starter if it is missing, and may warm build caches until `signal` aborts. */
  open(stage: string, signal: AbortSignal): Promise<OpenedStage>;

  /**
   * Grades the learner's folder and saves the progress: resolves with the verdict, and `cleaned` once nothing is left of what
   * was started for it. Aborting `signal` cancels: the promise then settles only after the clean-up. Problems outside the checks (no go.mod, no Go) come back as `problem`.
   */
  run(stage: string, options: RunOptions): Promise<RunResult>;
  /** The last finished run of this stage, to show it again after a restart; undefined when there is none. */
  lastRun(stage: string): Promise<RunState | undefined>;
  /** What a pass says, from the learner's own numbers (the stage's `learned`). */
  learned(stage: string, numbers: Readonly<Record<string, number>>): Promise<readonly string[]>;

  /** The hint of a tier for a failed check: 1 the finding's own, 2 the lesson's section, 3 the part of the solution. undefined: this tier has none. Asking is recorded in the progress. */
  hint(stage: string, check: string, tier: Tier): Promise<Hint | undefined>;
  /** The learner's files and the reference answer's. The UI asks first while the stage is unfinished. */
  solution(stage: string): Promise<readonly SolutionFile[]>;

  /** What a fresh starter would replace. No files: the folder already is one. undefined: it can't be read. */
  resettable(stage: string): Promise<FileChange | undefined>;
  /** Puts the fresh starter in place of the learner's files, which are kept for `undo`. */
  reset(stage: string): Promise<FilesReplaced>;
  /** The last reset or update of any stage; undefined: there is none. */
  undoable(): Promise<FileChange | undefined>;
  undo(): Promise<FilesReplaced>;

  /**
   * Builds the learner's program and starts it, to be tried by hand. Resolves once it accepts connections; aborting `signal`
   * ends it at once (before that, the promise rejects).
   */
  tryOut(stage: string, options: TrialOptions): Promise<TrialStarted | { problem: string }>;

  /** The learner's own numbers beside the lesson's claims. */
  report(stage: string): Promise<readonly MeasureRow[]>;
  /** Each row as soon as it is known. */
  doctor(signal: AbortSignal): AsyncIterable<DoctorRow>;

  /**
   * Opens one of the learner's files at a line. An editor with its own window is started and left alone; for one that
   * needs this terminal, call `terminal.lend`: the UI steps aside until the promise it is given settles.
   */
  edit(at: FilePosition, terminal: { lend(run: () => Promise<void>): Promise<void> }): Promise<Opened>;

  /**
   * Calls `onChange` after a save that really changed something a check could see (debounced, compared by content), until `signal`
   * aborts. The result says how it watches, and why where that is worth knowing (polling on a network folder).
   */
  watch(stage: string, onChange: (files: readonly string[]) => void, signal: AbortSignal): Promise<Watching>;

  /** A small JSON object, saved between starts and opaque outside of the UI. `recall` is called once, at the start. */
  recall(): UiMemory;
  remember(memory: UiMemory): void;

  /** Writes a crash report and returns its path (undefined where even that failed). Synchronous: it is called from a dying process. */
  crashed(error: Error): string | undefined;
};

/** `only`: this check alone, and what must have passed before it. */
export type RunOptions = { only?: string; onEvent(event: RunEvent): void; signal: AbortSignal };

export type TrialOptions = { onLine(line: string): void; signal: AbortSignal };

/** Paths are relative to the stage's folder; `at`: ISO 8601. */
export type FileChange = { what: 'reset' | 'update'; stage: string; at?: string; files: readonly string[] };
/** `said`: a sentence about what is there now. */
export type FilesReplaced = { said: string; problem?: undefined } | { said?: undefined; problem: string };

export type FolderChoice = { folder: string; problem?: undefined } | { folder?: undefined; problem: string };

export type OpenedStage = {
  /** Absolute path of the stage's folder. */
  folder: string;
  /** The file to begin in, relative to `folder`, e.g. "main.go". */
  mainFile: string;
  /** Something the learner should know, e.g. that the starter could not be copied. */
  notice?: string;
};

export type RunResult =
  | { outcome: Outcome; cleaned?: Promise<void>; problem?: undefined }
  | { outcome: 'cancelled'; problem?: undefined }
  | { outcome?: undefined; problem: string };

export type FilePosition = { stage: string; file: string; line?: number; column?: number };
/** `closed`: it had this terminal and is gone again. `failure`: what an editor with its own window said when it failed. */
export type Opened =
  | { editor: string; closed?: boolean; failure?: Promise<string | undefined>; problem?: undefined }
  | { editor?: undefined; problem: string };
export type UiMemory = {
  /** The stage last opened. */
  stage?: string;
  watch?: boolean;
  /** How far each lesson was read, 0…1, so that it survives another window size. */
  lessons?: Readonly<Record<string, number>>;
};
