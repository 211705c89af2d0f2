import { atTop, type Scroll } from '../../state/scroll.ts';

/** The learner's program as it runs, to be tried by hand. */
export type TrialPage = { screen: 'trial'; stage: string; scroll: Scroll };

export const trialPage = (stage: string): TrialPage => ({ screen: 'trial', stage, scroll: atTop });
