import { atTop, type Scroll } from '../../state/scroll.ts';

/** The course's map from what learners know to what they learn. */
export type MapPage = { screen: 'map'; scroll: Scroll };

export const mapPage: MapPage = { screen: 'map', scroll: atTop };
