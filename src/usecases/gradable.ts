/** Whether a folder can be graded at all, asked before anything is built. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StageEntry } from '../course/course.ts';
import { commandLine } from '../words/command-line.ts';
import { onDisk, UsageError } from '../workspace/errors.ts';
import { textAt } from '../workspace/files.ts';
import type { Target } from './target.ts';

/** Throws a UsageError where the folder can't be graded. What concerns the program itself is left to the checks. */
export function expectGradable({ entry, folder, workshop }: Target): void {
  if (!entry.checker)
    throw new UsageError(
      `Stage ${entry.id} is in preparation: it has no checks yet.`,
      `"${commandLine('list')}" shows the stages that are ready.`,
    );
  if (!existsSync(folder)) {
    const start = `Run "${commandLine(`start ${entry.id}`)}" to get its starter.`;
    throw new UsageError(`There is no folder ${folder}.`, workshop ? start : 'Check the path after --path.');
  }
  onDisk(folder, () => {
    if (!statSync(folder).isDirectory())
      throw new UsageError(`${folder} is a file, not a folder.`, 'Name the folder that contains go.mod.');
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
      : `Run "go mod init ${moduleOf(entry)}" in it, or name the folder that contains go.mod.`,
  );
}

/** The name that the starter gives its module. */
const moduleOf = ({ exercise }: StageEntry): string =>
  /^module\s+(\S+)/m.exec(readFileSync(join(exercise, 'go.mod'), 'utf8'))?.[1] ?? 'service';

/** Only the plain case, before anything is built: no program at the root and several under cmd/. The checks handle the rest. */
function expectOneProgram(folder: string): void {
  if (holdsMain(folder)) return;
  const cmd = join(folder, 'cmd');
  const names = existsSync(cmd) ? readdirSync(cmd, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  const programs = names.map((entry) => `cmd/${entry.name}`).filter((path) => holdsMain(join(folder, path)));
  if (programs.length < 2) return;
  throw new UsageError(
    `${folder} contains more than one program: ${programs.join(', ')}. It is not clear which one to check.`,
    'Keep one package main (others can move to a module of their own).',
  );
}

/** Go leaves out names that begin with a dot or an underscore, such as an editor's lock file, .#main.go. */
const isSource = (name: string) => name.endsWith('.go') && !name.endsWith('_test.go') && !/^[._]/.test(name);

const holdsMain = (folder: string): boolean =>
  readdirSync(folder)
    .filter(isSource)
    .map((name) => textAt(join(folder, name)) ?? '')
    .some((text) => /^package main\b/m.test(text) && !/^\/\/go:build\b/m.test(text));
