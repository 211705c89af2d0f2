import { atTop, type Scroll } from '../../state/scroll.ts';

/** `selected`: where the learner moved to; unset, the screen selects what is most relevant. */
export type ChecksPage = { screen: 'checks'; stage: string; selected?: string; scroll: Scroll };

export const checksPage = (stage: string): ChecksPage => ({ screen: 'checks', stage, scroll: atTop });
