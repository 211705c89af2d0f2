/** Which stage a command is about, and which folder. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { CliContext, Common } from '../commands/context.ts';
import { type Course, listStages, type StageEntry } from '../course/course.ts';
import { typedPath } from '../workspace/app-dirs.ts';
import { onDisk, UsageError } from '../workspace/errors.ts';
import { type Progress, readProgress } from '../workspace/progress.ts';
import { stageNamed } from '../workspace/stages.ts';
import { findWorkshop, openWorkshop, stageAt, stageFolder, type Workshop } from '../workspace/workshop.ts';

/** `workshop` is unset where --path names a folder of its own. */
export type Target = { entry: StageEntry; folder: string; workshop?: Workshop };

/** --workshop DIR runs another course's folder. Throws a UsageError where it holds none. */
export function courseOf(cli: CliContext, options: Common): Course {
  if (!options.workshop) return cli.course;
  const folder = resolve(cli.cwd, typedPath(options.workshop, cli.env));
  if (!existsSync(join(folder, 'exercises'))) {
    throw new UsageError(
      `${folder} holds no course.`,
      'A course is a folder with exercises/, solutions/ and checks/ in it.',
    );
  }
  return { exercises: join(folder, 'exercises'), solutions: join(folder, 'solutions'), checks: join(folder, 'checks') };
}

/** Where the programs lie that `verify` judges. */
export const submissionsOf = (cli: CliContext, options: Common): string =>
  options.workshop ? join(dirname(courseOf(cli, options).exercises), 'test', 'submissions') : cli.submissions;

export function stagesOf(cli: CliContext, options: Common): StageEntry[] {
  const course = courseOf(cli, options);
  return onDisk(course.exercises, () => listStages(course));
}

export function locateWorkshop(cli: CliContext, options: Common) {
  const { cwd, env, appDirs } = cli;
  return findWorkshop({ ...(options.dir ? { dir: options.dir } : {}), cwd, env, appDirs });
}

/** The learner's workshop; what there is to say about it goes to stderr. */
export function workshopOf(cli: CliContext, options: Common): Workshop {
  const workshop = openWorkshop(locateWorkshop(cli, options).folder);
  if (workshop.notice) cli.err(`${workshop.notice}\n`);
  return workshop;
}

export function progressOf(cli: CliContext, workshop: Workshop): Progress {
  const { value, notice } = readProgress(cli.appDirs, workshop);
  if (notice) cli.err(`${notice}\n`);
  return value;
}

/** The stage named, else the one `cwd` lies in, else the one worked on last, else the first that is not finished. */
export function findTarget(cli: CliContext, options: Common & { path?: string }, name?: string): Target {
  const stages = stagesOf(cli, options);
  if (options.path) return targetAtPath(cli, stages, options.path, name);
  const named = name === undefined ? undefined : stageNamed(stages, name);
  const workshop = workshopOf(cli, options);
  const entry = named ?? stageAt(workshop, stages, cli.cwd) ?? currentStage(stages, progressOf(cli, workshop));
  return { entry, folder: stageFolder(workshop, entry), workshop };
}

function targetAtPath(cli: CliContext, stages: StageEntry[], path: string, name?: string): Target {
  const folder = resolve(cli.cwd, typedPath(path, cli.env));
  const implied = stages.find(
    (stage) => [stage.id, stage.slug].includes(basename(folder)) || stage.id === basename(dirname(folder)),
  );
  const entry = name === undefined ? implied : stageNamed(stages, name);
  if (entry) return { entry, folder };
  throw new UsageError(
    `It is not clear which stage ${folder} is for.`,
    `Name the stage: go-cloud-workshop check ${stages[0]?.id ?? '<stage>'} --path ${path}`,
  );
}

/** `progress`: of the workshop. Stages in preparation are passed over. */
export function currentStage(stages: readonly StageEntry[], progress: Progress | undefined): StageEntry {
  const ready = stages.filter((stage) => stage.checker);
  const unfinished = (stage: StageEntry) => !progress?.stages[stage.slug]?.finishedAt;
  const last = ready.find((stage) => stage.slug === progress?.current);
  if (last && unfinished(last)) return last;
  const after = ready.filter((stage) => !last || stage.number > last.number);
  const found = after.find(unfinished) ?? ready.find(unfinished) ?? last ?? ready.at(-1);
  if (!found) throw new UsageError('No stage of this course can be checked yet.');
  return found;
}

/** Says in one sentence why the folder can't be graded; whatever is about the program itself is left to the checks. */
export function expectGradable({ entry, folder, workshop }: Target): void {
  if (!entry.checker)
    throw new UsageError(
      `Stage ${entry.id} is in preparation: it has no checks yet.`,
      '"go-cloud-workshop list" shows the stages that are ready.',
    );
  if (!existsSync(folder)) {
    const start = `Run "go-cloud-workshop start ${entry.id}" to get its starter.`;
    throw new UsageError(`There is no folder ${folder}.`, workshop ? start : 'Look at the path after --path.');
  }
  onDisk(folder, () => {
    if (!statSync(folder).isDirectory())
      throw new UsageError(`${folder} is a file, not a folder.`, 'Name the folder that holds go.mod.');
    accessSync(folder, constants.R_OK | constants.X_OK);
    readdirSync(folder);
    if (existsSync(join(entry.exercise, 'go.mod'))) expectModule(entry, folder);
  });
}

function expectModule(entry: StageEntry, folder: string): void {
  const file = join(folder, 'go.mod');
  if (existsSync(file)) {
    accessSync(file, constants.R_OK);
    expectOneProgram(folder);
    return;
  }
  const below = readdirSync(folder).find((name) => existsSync(join(folder, name, 'go.mod')));
  const meant = existsSync(join(folder, entry.id, 'go.mod')) ? entry.id : below;
  throw new UsageError(
    `${folder} has no go.mod, so it is not a Go module.`,
    meant
      ? `Did you mean ${join(folder, meant)}?`
      : 'Run "go mod init user-service" in it, or name the folder that holds go.mod.',
  );
}

/** Only the plain case, before anything is built: no program at the root and several under cmd/. The checks know the rest. */
function expectOneProgram(folder: string): void {
  if (holdsMain(folder)) return;
  const cmd = join(folder, 'cmd');
  const names = existsSync(cmd) ? readdirSync(cmd, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  const programs = names.map((entry) => `cmd/${entry.name}`).filter((path) => holdsMain(join(folder, path)));
  if (programs.length < 2) return;
  throw new UsageError(
    `${folder} holds more than one program: ${programs.join(', ')}. It is not clear which one to check.`,
    'Keep one package main (others can move to a module of their own).',
  );
}

const holdsMain = (folder: string): boolean =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .some((text) => /^package main\b/m.test(text) && !/^\/\/go:build\b/m.test(text));
