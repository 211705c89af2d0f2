import { atTop, type Scroll } from '../../state/scroll.ts';

export type HelpPage = { screen: 'help'; scroll: Scroll };

export const helpPage: HelpPage = { screen: 'help', scroll: atTop };
