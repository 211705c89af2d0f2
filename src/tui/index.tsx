/** The terminal UI's door. Resolves with an exit code: 0 left, 130 interrupted, 70 a bug of ours. */
import { paintFirstFrame } from './frame/first-frame.ts';
import { jobControl } from './job-control.ts';
import type { TuiServices } from './services.ts';
import { initialState } from './state/initial.ts';

export type { TuiServices } from './services.ts';

/** Needs a terminal on stdin and stdout; without one the command line prints its list instead. */
export async function openTui(services: TuiServices): Promise<number> {
  // Ink takes any value of CI, even an empty one, for a machine without a screen; but here there is a terminal.
  delete process.env.CI;
  const size = { columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 };
  const initial = initialState(services, await services.stages(), size);
  const giveBack = paintFirstFrame(initial);
  const job = jobControl(async (run) => {
    giveBack();
    await run();
    paintFirstFrame(initial);
  });
  try {
    const { session } = await import('./session.tsx').catch((error) => {
      giveBack();
      throw error;
    });
    return await session(services, initial, job);
  } finally {
    job.end();
  }
}
