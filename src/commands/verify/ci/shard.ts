/** `--shard i/n`: the programs in n parts that take about the same time, for as many machines. */
import { UsageError } from '../../../workspace/errors.ts';
import type { Case } from '../cases.ts';

/** `index` counts from 1. */
export type Shard = { index: number; count: number };

export function shardNamed(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!index || !count || index > count)
    throw new UsageError(
      `--shard is a part of a whole, not "${text}".`,
      'Write --shard 1/3, --shard 2/3 and --shard 3/3.',
    );
  return { index, count };
}

type Weighing = {
  /** Milliseconds. */
  weigh: (one: Case) => number;
  /** What goes on beside each other: each lane is divided by itself, as the longer one decides how long a shard takes. */
  lane: (one: Case) => string;
};

/**
 * The longest program first, each to the shard that has the least so far: shards differ by at most the longest program. The
 * same on every machine: equal times go by name, equal shards by number. The shard's programs keep their order.
 */
export function shardOf(cases: readonly Case[], { index, count }: Shard, { weigh, lane }: Weighing): Case[] {
  const loads = new Map<string, number[]>();
  const mine = new Set<Case>();
  for (const one of cases.toSorted((a, b) => weigh(b) - weigh(a) || compare(nameOf(a), nameOf(b)))) {
    const load = loads.get(lane(one)) ?? Array<number>(count).fill(0);
    loads.set(lane(one), load);
    const least = load.indexOf(Math.min(...load));
    load[least] = (load[least] ?? 0) + weigh(one);
    if (least === index - 1) mine.add(one);
  }
  return cases.filter((one) => mine.has(one));
}

const nameOf = ({ stage, name }: Case) => `${stage.id} ${name}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
