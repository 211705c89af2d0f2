/**
 * What the terminal UI asks of the world, made of the workspace, the engine and the machine. Only what the first frame
 * needs is imported up here: the instruments, the watcher and the diff cost more than all the rest of the start.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadStage, type StageEntry } from '../engine/load.ts';
import type { Outcome } from '../kit/types.ts';
import type { FolderChoice, RunResult, StageRow, TuiServices, UiMemory } from '../tui/services.ts';
import { UsageError } from '../workspace/errors.ts';
import { typedPath } from '../workspace/places.ts';
import { enter, type Presence } from '../workspace/presence.ts';
import { changeProgress, changeStage, type Progress, readProgress } from '../workspace/progress.ts';
import { eventsOf, readRun } from '../workspace/runs.ts';
import { scaffoldStage } from '../workspace/scaffold.ts';
import { stageNamed } from '../workspace/stages.ts';
import { openWorkshop, stageFolder, type Workshop } from '../workspace/workshop.ts';
import { rowsOf } from './measures.ts';
import { overviewOf, type Row } from './overview.ts';
import { reportErrored, sentenceOf, writeReport } from './problems.ts';
import { begin } from './start.ts';
import type { Common, Surroundings } from './surroundings.ts';
import { expectGradable, locateWorkshop, stagesOf } from './target.ts';
import { shortPath } from './text.ts';
import { giveBackSoon, keepForNow } from './tui/give-back.ts';
import { mainFileOf } from './tui/main-file.ts';

/** `settled`: to be awaited before the program ends, so that what the UI remembers is on the disk. */
export type Services = TuiServices & { settled(): Promise<void> };

export function servicesFor(surroundings: Surroundings, options: Common): Services {
  return new Desk(surroundings, options);
}

const alsoOpen =
  'This folder is open in another window too. Progress is shared; but both check at every save: w stops that in one of them.';

/** Reads the folder anew at each question: another window, or a plain command, may have changed it. */
class Desk implements Services {
  readonly version: string;
  readonly signal: AbortSignal;
  readonly suggestedFolder: string;
  readonly notices: string[] = [];
  readonly #surroundings: Surroundings;
  readonly #entries: StageEntry[];
  #folder: string | undefined;
  #last: Workshop | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #presence: Presence | undefined;

  constructor(surroundings: Surroundings, options: Common) {
    this.#surroundings = surroundings;
    this.version = surroundings.version;
    this.signal = surroundings.signal;
    this.#entries = stagesOf(surroundings, options);
    const { folder, exists } = locateWorkshop(surroundings, options);
    const short = shortPath(folder, surroundings);
    this.suggestedFolder = /^[/~\\]|^\w:/.test(short) ? short : `./${short}`;
    if (exists) {
      this.#folder = folder;
      this.#progress();
      this.#presence = enter(surroundings.places, this.#workshop());
      if (this.#presence.others > 0) this.notices.push(alsoOpen);
    }
  }

  folder() {
    return this.#folder;
  }

  async chooseFolder(path: string): Promise<FolderChoice> {
    const { cwd, env } = this.#surroundings;
    const folder = resolve(cwd, typedPath(path.trim(), env));
    try {
      await begin({ ...this.#surroundings, err: (text) => this.notices.push(text.trim()) }, folder, this.#ready());
      this.#folder = folder;
      this.#presence ??= enter(this.#surroundings.places, this.#workshop());
      return { folder };
    } catch (error) {
      return { problem: sentenceOf(error) };
    }
  }

  async stages(): Promise<readonly StageRow[]> {
    const workshop = this.#folder === undefined ? undefined : this.#workshop();
    const { rows } = await overviewOf(this.#entries, workshop, workshop && this.#progress());
    return rows.map(stageRow);
  }

  async lesson(stage: string): Promise<string> {
    return readFileSync(join(this.#entry(stage).exercise, 'README.md'), 'utf8');
  }

  async open(stage: string, signal: AbortSignal) {
    const entry = this.#entry(stage);
    const workshop = this.#workshop();
    const folder = stageFolder(workshop, entry);
    const opened = { folder, mainFile: mainFileOf(entry) };
    try {
      if (!existsSync(folder)) await scaffoldStage(workshop, entry);
      await this.#keep((progress) => ({ ...progress, current: entry.slug }));
    } catch (error) {
      return { ...opened, notice: sentenceOf(error) };
    }
    void warm(this.#surroundings, signal);
    return opened;
  }

  async run(stage: string, { onEvent, signal }: Parameters<TuiServices['run']>[1]): Promise<RunResult> {
    const entry = this.#entry(stage);
    keepForNow();
    try {
      const workshop = this.#workshop();
      const folder = stageFolder(workshop, entry);
      expectGradable({ entry, folder, workshop });
      const { env, places } = this.#surroundings;
      const { gradeOwn } = await import('./grading.ts');
      const { run, notice } = await gradeOwn({ entry, folder, env, signal, onEvent }, workshop, places);
      if (signal.aborted) return { outcome: 'cancelled' };
      if (notice) this.notices.push(notice);
      reportErrored(this.#surroundings, run.checks);
      return { outcome: run.outcome as Outcome };
    } catch (error) {
      if (signal.aborted) return { outcome: 'cancelled' };
      return { problem: sentenceOf(error) };
    } finally {
      giveBackSoon();
    }
  }

  async lastRun(stage: string) {
    const state = readRun(this.#surroundings.places, this.#workshop(), this.#entry(stage).slug);
    return state ? eventsOf(state) : [];
  }

  async learned(stage: string, numbers: Readonly<Record<string, number>>) {
    return (await loadStage(this.#entry(stage))).learned?.(numbers) ?? [];
  }

  async hint(stage: string, id: string, tier: 1 | 2 | 3) {
    const entry = this.#entry(stage);
    const workshop = this.#workshop();
    const check = readRun(this.#surroundings.places, workshop, entry.slug)?.checks.find((one) => one.id === id);
    const { hintOf } = await import('./hints.ts');
    const hint = check && (await hintOf(entry, stageFolder(workshop, entry), check, tier));
    if (!hint) return undefined;
    await changeStage(this.#surroundings.places, workshop, entry.slug, (progress) => ({
      ...progress,
      hints: { ...progress.hints, [id]: Math.max(progress.hints[id] ?? 0, tier) },
    }));
    return { title: hint.title, markdown: hint.markdown };
  }

  async solution(stage: string) {
    const entry = this.#entry(stage);
    const folder = stageFolder(this.#workshop(), entry);
    const { pairsOf } = await import('../workspace/diff.ts');
    return existsSync(entry.solution) ? pairsOf(existsSync(folder) ? folder : entry.exercise, entry.solution) : [];
  }

  async report(stage: string) {
    const entry = this.#entry(stage);
    return entry.checker ? rowsOf(await loadStage(entry), this.#progress().stages[entry.slug]) : [];
  }

  async *doctor(signal: AbortSignal) {
    const { examine } = await import('./examine.ts');
    yield* examine(this.#surroundings, this.#entries, signal);
  }

  async edit(at: Parameters<TuiServices['edit']>[0], terminal: Parameters<TuiServices['edit']>[1]) {
    const { edit } = await import('./tui/edit.ts');
    return edit(stageFolder(this.#workshop(), this.#entry(at.stage)), at, terminal, this.#surroundings.env);
  }

  async watch(stage: string, onChange: (files: readonly string[]) => void, signal: AbortSignal) {
    const { watchFolder } = await import('../workspace/watch.ts');
    return watchFolder(stageFolder(this.#workshop(), this.#entry(stage)), onChange, signal);
  }

  recall(): UiMemory {
    return this.#folder === undefined ? {} : ((this.#progress().ui ?? {}) as UiMemory);
  }

  remember(memory: UiMemory): void {
    if (this.#folder !== undefined) void this.#keep((progress) => ({ ...progress, ui: { ...memory } })).catch(() => {});
  }

  crashed(error: Error) {
    return writeReport(this.#surroundings, [error]);
  }

  async settled(): Promise<void> {
    this.#presence?.leave();
    await this.#writing;
  }

  #ready = () => this.#entries.filter((entry) => entry.checker);
  #entry = (stage: string) => stageNamed(this.#entries, stage);

  /** A folder that was moved or deleted meanwhile is known as it was; opening a stage makes it anew. */
  #workshop(): Workshop {
    if (this.#folder === undefined) throw new Error('no workshop folder has been chosen yet');
    try {
      this.#last = openWorkshop(this.#folder);
    } catch (error) {
      if (!(error instanceof UsageError) || this.#last?.folder !== this.#folder) throw error;
    }
    if (this.#last.notice) this.notices.push(this.#last.notice);
    return this.#last;
  }

  #progress(): Progress {
    const { value, notice } = readProgress(this.#surroundings.places, this.#workshop());
    if (notice) this.notices.push(notice);
    return value;
  }

  #keep(change: (progress: Progress) => Progress): Promise<unknown> {
    const done = changeProgress(this.#surroundings.places, this.#workshop(), change).then(({ notice }) => {
      if (notice) this.notices.push(notice);
    });
    this.#writing = Promise.allSettled([this.#writing, done]);
    return done;
  }
}

function stageRow({ entry, title, about, state, passed, required, points, maxPoints, hints }: Row): StageRow {
  return { id: entry.id, title, about, state, passed, required, points, maxPoints, hints };
}

/** Compiles the standard library for what the checks will need while the learner reads. */
async function warm({ env }: Surroundings, signal: AbortSignal): Promise<void> {
  const { warmCache } = await import('../harness/warm.ts');
  // A cache that stays cold makes the first check slower and is no reason to disturb anybody.
  await warmCache({ environment: { ...env }, signal }).catch(() => {});
}
