/** No verb: the terminal UI; without a terminal the list and the next step in plain text. */
import { type Common, exitCodes, type Surroundings } from './surroundings.ts';

/** The first frame comes first. */
const sweepAfterMs = 1000;

/** A visit that was killed could not end the learner's program: its port is free again without waiting for a check. */
async function sweep(): Promise<void> {
  try {
    const { sweepLeftovers } = await import('../harness/scratch.ts');
    await sweepLeftovers();
  } catch {
    // What cannot be swept now is tried again by the next check.
  }
}

export async function run(surroundings: Surroundings, options: Common): Promise<number> {
  if (!surroundings.terminal.interactive) {
    const { run: list } = await import('./list.ts');
    await list(surroundings, options);
    return exitCodes.passed;
  }
  const [{ openTui }, { servicesFor }] = await Promise.all([import('../tui/index.tsx'), import('./tui.ts')]);
  const services = servicesFor(surroundings, options);
  const sweeping = setTimeout(sweep, sweepAfterMs);
  const code = await openTui(services);
  clearTimeout(sweeping);
  await services.settled();
  return code;
}
