import { atTop, type Scroll } from '../../state/scroll.ts';

export type PassedPage = { screen: 'passed'; stage: string; scroll: Scroll };

export const passedPage = (stage: string): PassedPage => ({ screen: 'passed', stage, scroll: atTop });
