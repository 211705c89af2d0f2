/** What keeps a rollout from completing, whose it is, and for how long it has to last until it counts. */
import type { Lack, RolloutFault } from '../../../../kit/index.ts';

export type Obstacle = {
  /** Two obstacles with the same name are the same one, although its words may change. */
  name: string;
  /** Milliseconds: as long may it still pass by itself. */
  lastsMs: number;
  /** Either the manifests' fault, or what the machine lacks. */
  is: { fault: RolloutFault } | { lack: Lack };
};

export const atFault = (fault: RolloutFault, lastsMs = 0): Obstacle => ({ name: fault.kind, lastsMs, is: { fault } });

export const lacks = (state: Lack['state'], what: string, fix: string, lastsMs: number): Obstacle => ({
  name: `lack: ${state}`,
  lastsMs,
  is: { lack: { need: 'kubernetes', state, what, fix } },
});

/** The one that is told: what is certain first. */
export const foremost = (obstacles: readonly (Obstacle | undefined)[]): Obstacle | undefined =>
  obstacles.filter((one) => one !== undefined).sort((a, b) => a.lastsMs - b.lastsMs)[0];
