import type { Program, World } from '../../effects/world.ts';
import type { Screen } from '../screen.ts';
import { stagesPage } from '../stages/page.ts';
import type { CoursePage } from './page.ts';
import { drawCourse } from './view.ts';

export const courseScreen: Screen<CoursePage> = {
  draw: drawCourse,
  keys: (press) => (press.name === 'enter' ? { type: 'go', page: stagesPage() } : undefined),
  enter: (_, program, world) => readNumbers(program, world),
};

async function readNumbers(program: Program, { services }: World): Promise<void> {
  const stages = (program.state.stages ?? []).filter((row) => row.state !== 'in-preparation');
  for (const { id } of stages) program.act({ type: 'report', stage: id, rows: await services.report(id) });
}
