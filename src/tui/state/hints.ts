/** The hints shown for one failed check. */
import type { Location } from '../../kit/index.ts';
import type { Block } from '../markdown/block.ts';
import type { Tier } from '../services.ts';

/** `next`: the tier to ask for; undefined when there is no more. */
export type ShownHints = {
  /** `at`: the line to look at, as far as is known where it is now. */
  hints: readonly { title: string; blocks: readonly Block[]; at?: Location }[];
  next?: Tier;
  busy: boolean;
};

export const noHints: ShownHints = { hints: [], next: 1, busy: false };

const tierAfter = (tier: Tier): Tier | undefined => (tier === 1 ? 2 : tier === 2 ? 3 : undefined);

/** A tier that was already shown (requested twice) is not shown again; an empty one leads on to the next. */
export function told(shown: ShownHints, tier: Tier, hint: ShownHints['hints'][number] | undefined): ShownHints {
  if (shown.next === undefined || tier < shown.next) return { ...shown, busy: false };
  const next = tierAfter(tier);
  return { hints: hint ? [...shown.hints, hint] : shown.hints, next, busy: !hint && next !== undefined };
}

/** The first hint speaks of the finding's line; the others have none. */
export function moved(shown: ShownHints, at: Location | undefined): ShownHints {
  const [first, ...rest] = shown.hints;
  if (!first) return shown;
  const { at: _, ...unplaced } = first;
  return { ...shown, hints: [at ? { ...unplaced, at } : unplaced, ...rest] };
}
