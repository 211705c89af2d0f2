/** The last run of each stage with all its findings: for hints, and to show it again after a restart. */
import { join } from 'node:path';
import { type CheckState, outcomeOf, type RunState } from '../engine/reduce.ts';
import type { AppDirs } from './app-dirs.ts';
import { readIfThere, writeWhole } from './files.ts';
import { parseAs } from './json.ts';
import { type SavedRun, savedRun } from './run-schema.ts';

const fileOf = (appDirs: AppDirs, workshop: { id: string }, slug: string) =>
  join(appDirs.state, 'runs', workshop.id, `${slug}.json`);

/** The run as it ended; undefined when there is none that can be read: the next check makes one. */
export function readRun(appDirs: AppDirs, workshop: { id: string }, slug: string): RunState | undefined {
  try {
    return parseAs(readIfThere(fileOf(appDirs, workshop, slug))?.toString() ?? '', savedRun);
  } catch {
    return undefined;
  }
}

/** A `RunState` that the schema does not know in full fails to compile here. */
export function keepRun(appDirs: AppDirs, workshop: { id: string }, slug: string, state: SavedRun): void {
  writeWhole(fileOf(appDirs, workshop, slug), JSON.stringify(state));
}

/** Merges a run of only some checks into the last complete one: the other checks keep their verdicts. */
export function laidOver(before: RunState | undefined, run: RunState, order: readonly { id: string }[]): RunState {
  const of = (id: string): CheckState | undefined =>
    run.checks.find((check) => check.id === id && check.verdict) ?? before?.checks.find((check) => check.id === id);
  const checks = order.flatMap(({ id }) => of(id) ?? run.checks.find((check) => check.id === id) ?? []);
  const complete = checks.length === order.length;
  return {
    ...run,
    checks,
    measures: { ...before?.measures, ...run.measures },
    outcome: complete ? outcomeOf(checks) : worse(outcomeOf(checks)),
  };
}

/** Checks that never ran can't be called passed. */
const worse = (outcome: RunState['outcome'] & string) => (outcome === 'passed' ? 'incomplete' : outcome);
