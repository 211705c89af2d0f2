import { atTop, type Scroll } from '../../state/scroll.ts';

export type WelcomePage = { screen: 'welcome'; scroll: Scroll };

export const welcomePage: WelcomePage = { screen: 'welcome', scroll: atTop };
