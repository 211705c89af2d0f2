/** Finds the stages by listing folders: exercises/<id>/ is a stage, checks/<id> its checker. There is no registry. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Stage } from '../kit/index.ts';

export type StageEntry = {
  /** e.g. '01-http-server' */
  id: string;
  number: number;
  /** Number 0 is a way into the course: nothing waits for it, and the course is finished without it. */
  optional: boolean;
  /** 'http-server': identifies the stage in saved progress, so that renumbering keeps it. */
  slug: string;
  /** Absolute paths. */
  exercise: string;
  solution: string;
  /** The checker's module; undefined: the stage is in preparation. */
  checker?: string;
};

/** The folders of a course: absolute paths. */
export type Course = { exercises: string; solutions: string; checks: string };

const named = /^(\d+)-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/** In order of their numbers. */
export function listStages(course: Course): StageEntry[] {
  return readdirSync(course.exercises, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && named.test(entry.name))
    .map((entry) => describe(course, entry.name))
    .sort((a, b) => a.number - b.number);
}

function describe(course: Course, id: string): StageEntry {
  const [, number, slug] = named.exec(id) ?? [];
  const checker = ['js', 'ts'].map((end) => join(course.checks, `${id}.${end}`)).find((file) => existsSync(file));
  return {
    id,
    number: Number(number),
    optional: Number(number) === 0,
    slug: String(slug),
    exercise: join(course.exercises, id),
    solution: join(course.solutions, id),
    checker,
  };
}

export async function loadStage(entry: StageEntry): Promise<Stage> {
  if (!entry.checker) throw new Error(`stage ${entry.id} has no checker yet`);
  const module = (await import(pathToFileURL(entry.checker).href)) as { default?: Stage };
  if (!module.default?.checks) throw new Error(`${entry.checker} does not export a stage as its default`);
  return module.default;
}
