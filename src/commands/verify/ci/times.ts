/** How long each program took to be judged: kept beside the programs, so that shards can be made equal. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { onDisk } from '../../../workspace/errors.ts';
import { writeWhole } from '../../../workspace/files.ts';
import { readJson } from '../../../workspace/json.ts';
import type { Case } from '../cases.ts';
import type { Result } from '../result.ts';

const shape = z.record(z.string(), z.record(z.string(), z.number()));

/** Milliseconds by stage and program. */
export type Times = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const timesFile = (submissions: string): string => join(submissions, 'times.json');

/** Without the file no time is known. */
export function readTimes(file: string): Times {
  return existsSync(file) ? readJson(file, shape, '{"01-http-server": {"rejected/health--plain-text": 2400}}') : {};
}

/** A program that has no time yet gets the median of its stage, else of all; where nothing is known all weigh the same. */
export function weighing(times: Times): (one: Case) => number {
  const ofStage = new Map(Object.entries(times).map(([stage, known]) => [stage, median(Object.values(known))]));
  const ofAll = median(Object.values(times).flatMap((known) => Object.values(known))) ?? 1;
  return ({ stage, name }) => times[stage.id]?.[name] ?? ofStage.get(stage.id) ?? ofAll;
}

function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** `now` over `before`, of the programs that there are: `all` is every program of the stages that were judged. */
export function renewed(before: Times, now: readonly Result[], all: readonly Case[]): Times {
  const stages = new Set(all.map(({ stage }) => stage.id));
  const kept = Object.entries(before).filter(([stage]) => !stages.has(stage));
  const measured = new Map(now.filter(counts).map(({ stage, name, ms }) => [`${stage} ${name}`, rounded(ms)]));
  const fresh = [...stages].map((id) => {
    const names = all.filter(({ stage }) => stage.id === id).map(({ name }) => name);
    const timed = names.map((name) => [name, measured.get(`${id} ${name}`) ?? before[id]?.[name]] as const);
    return [id, Object.fromEntries(timed.filter(([, ms]) => ms !== undefined))] as const;
  });
  return Object.fromEntries([...kept, ...fresh].toSorted(([a], [b]) => (a < b ? -1 : 1))) as Times;
}

/** Skipped is quick, and wrong is another program than the one that will be there once that is put right. */
const counts = ({ status, checks }: Result) => status === 'passed' && checks !== undefined;
/** To a tenth of a second: finer is noise in every diff. */
const rounded = (ms: number) => Math.max(100, Math.round(ms / 100) * 100);

export function keepTimes(file: string, now: readonly Result[], all: readonly Case[]): void {
  const times = renewed(readTimes(file), now, all);
  onDisk(file, () => writeWhole(file, `${JSON.stringify(times, null, 2)}\n`));
}
