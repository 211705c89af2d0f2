/** `new`: a new stage in all its folders, ready for `verify`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StageEntry } from '../course/course.ts';
import { titleOfSlug } from '../usecases/overview.ts';
import { courseOf, stagesOf } from '../usecases/session.ts';
import { onDisk, UsageError } from '../workspace/errors.ts';
import { writeWhole } from '../workspace/files.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';
import { filesOf, type Named } from './new/template.ts';
import { shortPath } from './terminal/short-path.ts';

export async function run(cli: CliContext, options: Options, name: string): Promise<number> {
  const stage = named(stagesOf(cli, options), name);
  const course = dirname(courseOf(cli, options).exercises);
  if (!existsSync(join(course, 'checks'))) {
    throw new UsageError(
      'New stages are made in a checkout of the project, where checks/ is.',
      'Clone the repository, or name a course with --workshop.',
    );
  }
  const files = Object.entries(filesOf(stage));
  const taken = files.map(([path]) => join(course, path)).find((path) => existsSync(path));
  if (taken) throw new UsageError(`${taken} exists already.`, 'Choose another name, or finish that one.');
  onDisk(course, () => {
    for (const [path, content] of files) writeWhole(join(course, path), content);
  });
  const shown = files.map(([path]) => `  ${shortPath(join(course, path), cli)}\n`).join('');
  cli.out(
    `Created stage ${stage.id}:\n${shown}\nNext: "npm run verify -- ${stage.id}" passes. Grow the stage from there; CONTRIBUTING.md has the recipe.\n`,
  );
  return exitCodes.passed;
}

/** "07-grpc", or "grpc" for the next number. */
function named(stages: readonly StageEntry[], name: string): Named {
  const [, digits, slug] = /^(?:(\d+)-)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(name) ?? [];
  if (!slug)
    throw new UsageError(
      `"${name}" is not a name for a stage.`,
      'Names look like 07-message-queue: a number, then lower-case words with hyphens.',
    );
  const number = digits === undefined ? Math.max(0, ...stages.map((stage) => stage.number)) + 1 : Number(digits);
  const clash = stages.find((stage) => stage.slug === slug || stage.number === number);
  if (clash) throw new UsageError(`${clash.id} exists already.`, 'Every stage needs its own number and slug.');
  return { id: `${String(number).padStart(2, '0')}-${slug}`, number, title: titleOfSlug(slug) };
}
