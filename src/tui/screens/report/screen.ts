import type { Program, World } from '../../effects/world.ts';
import type { Screen } from '../screen.ts';
import type { ReportPage } from './page.ts';
import { drawReport } from './view.ts';

export const reportScreen: Screen<ReportPage> = {
  draw: drawReport,
  enter: ({ stage }, program, world) => readReport(stage, program, world),
};

async function readReport(stage: string, program: Program, { services }: World): Promise<void> {
  program.act({ type: 'report', stage, rows: await services.report(stage) });
}
