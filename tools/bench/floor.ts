/** The least time a stage's check can take on this machine: bounded by its longest chain of steps, and by its work on all cores. */
import { availableParallelism } from 'node:os';
import { countCost } from '../../src/commands/verify/ci/cost.ts';
import type { Step } from './record/trace.ts';

/** Milliseconds of the longest chain of steps that need each other: builds, and what is observed after them. */
export function longestChainMs(steps: readonly Step[]): number {
  const known = new Map(steps.map((step) => [step.id, step]));
  const ends = new Map<number, number>();
  const endOf = (id: number): number => {
    const step = known.get(id);
    if (!step) return 0;
    const before = ends.get(id);
    if (before !== undefined) return before;
    const end = Math.max(0, ...step.needs.map(endOf)) + step.pauseMs + step.ms;
    ends.set(id, end);
    return end;
  };
  return Math.max(0, ...steps.map(({ id }) => endOf(id)));
}

/** The longer of the chain and the work divided by the cores. `replay` does all of the work once, and nothing else. */
export function floorMs(steps: readonly Step[], replay: () => void): number {
  const cost = countCost();
  replay();
  const { cpuMs = 0 } = cost();
  return Math.max(longestChainMs(steps), cpuMs / availableParallelism());
}
