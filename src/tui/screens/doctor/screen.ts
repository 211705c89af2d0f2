import type { Program, World } from '../../effects/world.ts';
import type { DoctorRow } from '../../services.ts';
import type { Screen } from '../screen.ts';
import type { DoctorPage } from './page.ts';
import { drawDoctor } from './view.ts';

export const doctorScreen: Screen<DoctorPage> = {
  draw: drawDoctor,
  enter: (_, program, world) => examine(program, world),
};

/** Each row is shown as soon as it is known. */
async function examine(program: Program, { services, signal }: World): Promise<void> {
  const rows: DoctorRow[] = [];
  program.act({ type: 'doctor', rows: [], done: false });
  for await (const row of services.doctor(signal)) {
    rows.push(row);
    program.act({ type: 'doctor', rows: [...rows], done: false });
  }
  program.act({ type: 'doctor', rows, done: true });
}
