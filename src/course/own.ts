/** Where this package's own parts are, both for the sources and for the bundle in dist/. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Course } from './course.ts';

const here = fileURLToPath(import.meta.url);

/** The folder of our package.json, absolute. */
export const packageRoot = rootAbove(path.dirname(here));

/** The course that ships with the package. The bundle has its checkers compiled beside it, so that they share one kit. */
export const ownCourse: Course = {
  exercises: path.join(packageRoot, 'exercises'),
  solutions: path.join(packageRoot, 'solutions'),
  checks: here.endsWith('.js') ? path.join(path.dirname(here), 'checks') : path.join(packageRoot, 'checks'),
};

function rootAbove(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error(`no package.json above ${here}`);
  return rootAbove(parent);
}
