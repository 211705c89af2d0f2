/**
 * What the terminal UI asks of the world, made of the workspace, the engine and the machine. Only what the first frame
 * needs is imported up here: the instruments, the watcher and the diff cost more than all the rest of the start.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadStage, type StageEntry } from '../../course/course.ts';
import type { Outcome } from '../../kit/index.ts';
import type { FolderChoice, RunResult, StageRow, TuiServices, UiMemory } from '../../tui/services.ts';
import { rowsOf } from '../../usecases/measures.ts';
import { overviewOf, type Row } from '../../usecases/overview.ts';
import { expectGradable, locateWorkshop, stagesOf } from '../../usecases/target.ts';
import { typedPath } from '../../workspace/app-dirs.ts';
import { UsageError } from '../../workspace/errors.ts';
import { enter, type Presence } from '../../workspace/presence.ts';
import { changeProgress, changeStage, type Progress, readProgress } from '../../workspace/progress.ts';
import { eventsOf, readRun } from '../../workspace/runs.ts';
import { stageNamed } from '../../workspace/stages.ts';
import { scaffoldStage } from '../../workspace/starter/scaffold.ts';
import { openWorkshop, stageFolder, type Workshop } from '../../workspace/workshop.ts';
import type { CliContext, Common } from '../context.ts';
import { reportErrored, sentenceOf, writeReport } from '../errors/problems.ts';
import { begin } from '../start.ts';
import { shortPath } from '../terminal/text.ts';
import { giveBackSoon, keepForNow } from './give-back.ts';
import { mainFileOf } from './main-file.ts';

/** `settled`: to be awaited before the program ends, so that what the UI remembers is on the disk. */
export type Services = TuiServices & { settled(): Promise<void> };

export function servicesFor(cli: CliContext, options: Common): Services {
  return new TuiBackend(cli, options);
}

const alsoOpen =
  'This folder is open in another window too. Progress is shared; but both check at every save: w stops that in one of them.';

/** Reads the folder anew at each question: another window, or a plain command, may have changed it. */
class TuiBackend implements Services {
  readonly version: string;
  readonly signal: AbortSignal;
  readonly suggestedFolder: string;
  readonly notices: string[] = [];
  readonly #cli: CliContext;
  readonly #entries: StageEntry[];
  #folder: string | undefined;
  #last: Workshop | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #presence: Presence | undefined;

  constructor(cli: CliContext, options: Common) {
    this.#cli = cli;
    this.version = cli.version;
    this.signal = cli.signal;
    this.#entries = stagesOf(cli, options);
    const { folder, exists } = locateWorkshop(cli, options);
    const short = shortPath(folder, cli);
    this.suggestedFolder = /^[/~\\]|^\w:/.test(short) ? short : `./${short}`;
    if (exists) {
      this.#folder = folder;
      this.#progress();
      this.#presence = enter(cli.appDirs, this.#workshop());
      if (this.#presence.others > 0) this.notices.push(alsoOpen);
    }
  }

  folder() {
    return this.#folder;
  }

  async chooseFolder(path: string): Promise<FolderChoice> {
    const { cwd, env } = this.#cli;
    const folder = resolve(cwd, typedPath(path.trim(), env));
    try {
      await begin({ ...this.#cli, err: (text) => this.notices.push(text.trim()) }, folder, this.#ready());
      this.#folder = folder;
      this.#presence ??= enter(this.#cli.appDirs, this.#workshop());
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
    void warm(this.#cli, signal);
    return opened;
  }

  async run(stage: string, { onEvent, signal }: Parameters<TuiServices['run']>[1]): Promise<RunResult> {
    const entry = this.#entry(stage);
    keepForNow();
    try {
      const workshop = this.#workshop();
      const folder = stageFolder(workshop, entry);
      expectGradable({ entry, folder, workshop });
      const { env, appDirs } = this.#cli;
      const { gradeOwn } = await import('../../usecases/grade.ts');
      const { run, notice } = await gradeOwn({ entry, folder, env, signal, onEvent }, workshop, appDirs);
      if (signal.aborted) return { outcome: 'cancelled' };
      if (notice) this.notices.push(notice);
      reportErrored(this.#cli, run.checks);
      return { outcome: run.outcome as Outcome };
    } catch (error) {
      if (signal.aborted) return { outcome: 'cancelled' };
      return { problem: sentenceOf(error) };
    } finally {
      giveBackSoon();
    }
  }

  async lastRun(stage: string) {
    const state = readRun(this.#cli.appDirs, this.#workshop(), this.#entry(stage).slug);
    return state ? eventsOf(state) : [];
  }

  async learned(stage: string, numbers: Readonly<Record<string, number>>) {
    return (await loadStage(this.#entry(stage))).learned?.(numbers) ?? [];
  }

  async hint(stage: string, id: string, tier: 1 | 2 | 3) {
    const entry = this.#entry(stage);
    const workshop = this.#workshop();
    const check = readRun(this.#cli.appDirs, workshop, entry.slug)?.checks.find((one) => one.id === id);
    const { hintOf } = await import('../../usecases/hints.ts');
    const hint = check && (await hintOf(entry, stageFolder(workshop, entry), check, tier));
    if (!hint) return undefined;
    await changeStage(this.#cli.appDirs, workshop, entry.slug, (progress) => ({
      ...progress,
      hints: { ...progress.hints, [id]: Math.max(progress.hints[id] ?? 0, tier) },
    }));
    return { title: hint.title, markdown: hint.markdown };
  }

  async solution(stage: string) {
    const entry = this.#entry(stage);
    const folder = stageFolder(this.#workshop(), entry);
    const { pairsOf } = await import('../../workspace/starter/diff.ts');
    return existsSync(entry.solution) ? pairsOf(existsSync(folder) ? folder : entry.exercise, entry.solution) : [];
  }

  async report(stage: string) {
    const entry = this.#entry(stage);
    return entry.checker ? rowsOf(await loadStage(entry), this.#progress().stages[entry.slug]) : [];
  }

  async *doctor(signal: AbortSignal) {
    const { examine } = await import('../../usecases/doctor.ts');
    yield* examine(this.#cli, this.#entries, signal);
  }

  async edit(at: Parameters<TuiServices['edit']>[0], terminal: Parameters<TuiServices['edit']>[1]) {
    const { edit } = await import('./open-editor.ts');
    return edit(stageFolder(this.#workshop(), this.#entry(at.stage)), at, terminal, this.#cli.env);
  }

  async watch(stage: string, onChange: (files: readonly string[]) => void, signal: AbortSignal) {
    const { watchFolder } = await import('../../workspace/watch.ts');
    return watchFolder(stageFolder(this.#workshop(), this.#entry(stage)), onChange, signal);
  }

  recall(): UiMemory {
    return this.#folder === undefined ? {} : ((this.#progress().ui ?? {}) as UiMemory);
  }

  remember(memory: UiMemory): void {
    if (this.#folder !== undefined) void this.#keep((progress) => ({ ...progress, ui: { ...memory } })).catch(() => {});
  }

  crashed(error: Error) {
    return writeReport(this.#cli, [error]);
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
    const { value, notice } = readProgress(this.#cli.appDirs, this.#workshop());
    if (notice) this.notices.push(notice);
    return value;
  }

  #keep(change: (progress: Progress) => Progress): Promise<unknown> {
    const done = changeProgress(this.#cli.appDirs, this.#workshop(), change).then(({ notice }) => {
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
async function warm({ env }: CliContext, signal: AbortSignal): Promise<void> {
  const { warmCache } = await import('../../harness/go/warm.ts');
  // A cache that stays cold makes the first check slower and is no reason to disturb anybody.
  await warmCache({ environment: { ...env }, signal }).catch(() => {});
}
