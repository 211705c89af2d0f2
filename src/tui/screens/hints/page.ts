import { noHints, type ShownHints } from '../../state/hints.ts';
import { atTop, type Scroll } from '../../state/scroll.ts';

export type HintsPage = { screen: 'hints'; stage: string; check: string; index: number; scroll: Scroll };

export const openHints = (stage: string, check: string, shown: ShownHints = noHints): HintsPage => ({
  screen: 'hints',
  stage,
  check,
  index: Math.max(0, shown.hints.length - 1),
  scroll: atTop,
});
