/** No verb: the terminal UI; without a terminal the list and the next step in plain text. */
import { type CliContext, exitCodes, type Options } from './context.ts';

/** The first frame comes first. */
const sweepAfterMs = 1000;

/** A visit that was killed could not end the learner's program: its port is free again without waiting for a check. */
async function sweep(): Promise<void> {
  try {
    const { sweepLeftovers } = await import('../harness/run/sweep.ts');
    await sweepLeftovers();
  } catch {
    // What cannot be swept now is tried again by the next check.
  }
}

export async function run(cli: CliContext, options: Options): Promise<number> {
  if (!cli.terminal.interactive) {
    const { run: list } = await import('./list.ts');
    await list(cli, options);
    return exitCodes.passed;
  }
  const [{ openTui }, { servicesFor }] = await Promise.all([import('../tui/index.tsx'), import('./tui/services.ts')]);
  const services = servicesFor(cli, options);
  const sweeping = setTimeout(sweep, sweepAfterMs);
  const code = await openTui(services);
  clearTimeout(sweeping);
  await services.settled();
  return code;
}
