/**
 * Work takes a token, waiting takes none. A build, a load or a rollout keeps a core busy; a held request or a window in which
 * nothing must happen does not. As many pieces of work run at once as there are tokens, whatever the number of runs.
 */
import { availableParallelism } from 'node:os';
import type { Work } from '../kit/index.ts';

export type Tokens = {
  /** Takes tokens for one run. Runs that began earlier are served first, so that they end before later ones get going. */
  forRun(): Work;
};

type Waiting = { run: number; wants: number; begin: () => void };

/** Resolves once `wants` are free for this run, with what gives them back. */
export type Take = (wants: number) => Promise<() => void>;

/** Shared by several runs, which take from it what they need at once. Runs that began earlier are served first. */
export type Pool = { forRun(): Take };

export function createPool(count: number): Pool {
  let free = count;
  let runs = 0;
  const queue: Waiting[] = [];
  const serve = () => {
    // In order: work that wants all tokens is never overtaken by work that wants one.
    for (let first = queue[0]; first && first.wants <= free; first = queue[0]) {
      queue.shift();
      free -= first.wants;
      first.begin();
    }
  };
  const take = (run: number, wants: number) =>
    new Promise<void>((begin) => {
      const behind = queue.findIndex((one) => one.run > run);
      queue.splice(behind === -1 ? queue.length : behind, 0, { run, wants, begin });
      serve();
    });
  return {
    forRun() {
      const run = ++runs;
      return async (wanted) => {
        const wants = Math.min(wanted, count);
        await take(run, wants);
        return () => {
          free += wants;
          serve();
        };
      };
    },
  };
}

export function createTokens(count: number): Tokens {
  const pool = createPool(count);
  return {
    forRun() {
      const take = pool.forRun();
      return async (work, { alone = false } = {}) => {
        const giveBack = await take(alone ? count : 1);
        try {
          return await work();
        } finally {
          giveBack();
        }
      };
    },
  };
}

/** Shared by all runs of this process: one token a core. */
export const coreTokens: Tokens = createTokens(availableParallelism());
