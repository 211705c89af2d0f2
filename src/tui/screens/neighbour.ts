import type { Move } from '../state/scroll.ts';

/** Where a move leads in a list. */
export function neighbour<T>(items: readonly T[], index: number, move: Move): T | undefined {
  const step = {
    up: -1,
    down: 1,
    'page-up': -8,
    'page-down': 8,
    'half-up': -4,
    'half-down': 4,
    first: -Infinity,
    last: Infinity,
  }[move];
  return items[Math.min(items.length - 1, Math.max(0, index + step))];
}
