/** What `verify` has to judge for a stage: its starter, its solution, and the programs under test/submissions/<id>/. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StageEntry } from '../../course/course.ts';
import { courseOf } from '../../usecases/session.ts';
import { UsageError } from '../../workspace/errors.ts';
import type { CliContext, Options } from '../context.ts';

export type Expectations = {
  /** Must occur in the finding's text, in any case. */
  keywords: string[];
  /** Other checks that the same mistake breaks, with the reason. */
  alsoFails: Record<string, string>;
  /** Files of the solution that this program does not have. */
  removes: string[];
};

export type Case = {
  stage: StageEntry;
  /** e.g. "rejected/health--plain-text" */
  name: string;
  kind: 'starter' | 'solution' | 'accepted' | 'rejected';
  /** Laid over one another in this order to make the program. */
  layers: string[];
  /** The check a rejected program is named for. */
  check?: string;
  expects: Expectations;
};

const nothing: Expectations = { keywords: [], alsoFails: {}, removes: [] };
const noteName = 'expect.json';

/** Where a course keeps the programs that `verify` judges. */
export const submissionsOf = (cli: CliContext, options: Options): string =>
  options.workshop ? join(dirname(courseOf(cli, options).exercises), 'test', 'submissions') : cli.submissions;

export function casesOf(stage: StageEntry, submissions: string): Case[] {
  const of = (kind: Case['kind'], name: string, layers: string[]): Case => ({
    stage,
    kind,
    name,
    layers,
    expects: nothing,
  });
  return [
    of('starter', 'starter', [stage.exercise]),
    of('solution', 'solution', [stage.solution]),
    ...programs(stage, submissions, 'accepted'),
    ...programs(stage, submissions, 'rejected'),
  ];
}

function programs(stage: StageEntry, submissions: string, kind: 'accepted' | 'rejected'): Case[] {
  const folder = join(submissions, stage.id, kind);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const own = join(folder, name);
      // A module of its own stands alone; anything less is laid over the reference.
      const alone = kind === 'accepted' && existsSync(join(own, 'go.mod'));
      const check = kind === 'rejected' ? name.split('--')[0] : undefined;
      return {
        stage,
        kind,
        name: `${kind}/${name}`,
        layers: alone ? [own] : [stage.solution, own],
        expects: readNote(join(own, noteName)),
        ...(check ? { check } : {}),
      };
    });
}

export const isNote = (path: string): boolean => path === noteName;

function readNote(file: string): Expectations {
  if (!existsSync(file)) return nothing;
  try {
    const note = JSON.parse(readFileSync(file, 'utf8')) as Partial<Expectations>;
    return { ...nothing, ...note };
  } catch (error) {
    throw new UsageError(
      `${file} is not JSON: ${(error as Error).message}`,
      'It looks like {"keywords": ["…"], "alsoFails": {"check": "reason"}, "removes": ["file"]}.',
    );
  }
}

/** Checks that no rejected program can be named for, with the reason: test/submissions/<id>/uncovered.json. */
export function uncovered(stage: StageEntry, submissions: string): Record<string, string> {
  const file = join(submissions, stage.id, 'uncovered.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}
