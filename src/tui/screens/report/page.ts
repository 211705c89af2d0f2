import { atTop, type Scroll } from '../../state/scroll.ts';

export type ReportPage = { screen: 'report'; stage: string; scroll: Scroll };

export const reportPage = (stage: string): ReportPage => ({ screen: 'report', stage, scroll: atTop });
