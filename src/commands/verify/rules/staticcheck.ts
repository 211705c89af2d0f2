/** Learners read a reference answer as good Go: where a course pins a staticcheck, it must find nothing in one. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StageEntry } from '../../../course/course.ts';
import { goCommand } from '../../../harness/go/command.ts';
import type { CliContext } from '../../context.ts';
import type { Result } from '../result.ts';

/** Built by the go command from its caches, which it fills from a module proxy the first time. */
const tool = 'honnef.co/go/tools/cmd/staticcheck';

/** The module that pins it, with the checksums of all it is made from, seen from the folder of an answer. */
const pinned = (solution: string) => join(dirname(dirname(solution)), 'tools/staticcheck/go.mod');

/** What a run of staticcheck ended with; undefined: there is no go command. */
export type Ended = { code: number | null; output: string };
export type RunStaticcheck = (pin: string, args: string[], folder: string) => Promise<Ended | undefined>;

export async function staticcheck({ id, solution }: StageEntry, run: RunStaticcheck): Promise<Result[]> {
  const pin = pinned(solution);
  if (!existsSync(join(solution, 'go.mod')) || !existsSync(pin)) return [];
  const result = (status: Result['status'], details: string[]): Result[] => [
    { stage: id, name: 'staticcheck', status, details, ms: 0 },
  ];
  const version = await run(pin, ['-version'], solution);
  if (version?.code !== 0) return result('skipped', [`staticcheck can't be had here: ${lastLine(version)}`]);
  const looked = await run(pin, ['./...'], solution);
  if (looked?.code === 0) return result('passed', []);
  // With the go command as old as that, the answer can't be compiled here either.
  if (!looked || /requires go >= /.test(looked.output)) return result('skipped', [lastLine(looked)]);
  return result('failed', looked.output.trim().split('\n'));
}

const lastLine = (ended: Ended | undefined) => ended?.output.trim().split('\n').at(-1) ?? 'there is no go command';

/** With the machine's own proxy and caches: what is judged is our code, not a learner's. */
export function withGo({ env, signal }: Pick<CliContext, 'env' | 'signal'>): RunStaticcheck {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const environment = { ...Object.fromEntries(kept), GOFLAGS: '', GOWORK: 'off' };
  const label = { name: 'GO_CLOUD_WORKSHOP_RUN', value: `staticcheck-${process.pid}` };
  return (pin, args, folder) =>
    goCommand(['run', `-modfile=${pin}`, tool, ...args], folder, environment, { environment, label, signal });
}
