/** What `verify` has to judge for a stage: its starter, its solution, and the programs under test/submissions/<id>/. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { StageEntry } from '../../course/course.ts';
import { courseOf } from '../../usecases/session.ts';
import { readJson } from '../../workspace/json.ts';
import type { CliContext, Options } from '../context.ts';

const expectations = z.strictObject({
  /** Must occur in the finding's text, in any case. */
  keywords: z._default(z.array(z.string()), []),
  /** Where the mistake is, as store.go:31: the finding's first place is within three lines of it, or in the same function. */
  at: z.optional(z.string().check(z.regex(/^\S+:\d+$/))),
  /** Other checks that the same mistake breaks, with the reason. */
  alsoFails: z._default(z.record(z.string(), z.string()), {}),
  /** Of an accepted program: words that a note with a pass must have. */
  notes: z._default(z.array(z.string()), []),
  /** Of an accepted program: words of the lack that a machine with less than it needs has to tell. There it is rightly blocked. */
  blocked: z._default(z.array(z.string()), []),
  /** Files of the solution that this program does not have. */
  removes: z._default(z.array(z.string()), []),
});

type Expectations = z.infer<typeof expectations>;

export type Case = {
  stage: StageEntry;
  /** e.g. "rejected/health--plain-text" */
  name: string;
  kind: 'starter' | 'solution' | 'accepted' | 'rejected';
  /** Folders that make the program, copied over each other in this order. */
  layers: string[];
  /** The check a rejected program is named for. */
  check?: string;
  expects: Expectations;
};

const nothing: Expectations = { keywords: [], alsoFails: {}, notes: [], blocked: [], removes: [] };
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
    .map((name): Case => {
      const own = join(folder, name);
      // A complete module stands alone; anything less is copied over the reference answer.
      const alone = kind === 'accepted' && existsSync(join(own, 'go.mod'));
      const check = kind === 'rejected' ? name.split('--')[0] : undefined;
      return {
        stage,
        kind,
        name: `${kind}/${name}`,
        layers: alone ? [own] : [stage.solution, own],
        expects: readNote(join(own, noteName)),
        check,
      };
    });
}

export const isNote = (path: string): boolean => path === noteName;

function readNote(file: string): Expectations {
  if (!existsSync(file)) return nothing;
  return readJson(
    file,
    expectations,
    '{"keywords": ["…"], "at": "store.go:31", "alsoFails": {"check": "reason"}, "removes": ["file"]}',
  );
}

const excuses = z.record(z.string(), z.string());

/** Checks that no rejected program can be named for, with the reason: test/submissions/<id>/uncovered.json. */
export function uncovered(stage: StageEntry, submissions: string): Record<string, string> {
  const file = join(submissions, stage.id, 'uncovered.json');
  return existsSync(file) ? readJson(file, excuses, '{"check": "reason"}') : {};
}
