/** No verb: the terminal UI; without a terminal that can draw one the list and the next step in plain text. */
import { type CliContext, exitCodes, type Options } from './context.ts';

/** Keeps the sweep out of the way of the first frame. */
const sweepAfterMs = 1000;

/** A UI that was killed could not stop the learner's program. Stop it now, or its port stays taken until the next check. */
async function sweep(): Promise<void> {
  try {
    const { sweepLeftovers } = await import('../harness/run/sweep.ts');
    await sweepLeftovers();
  } catch {
    // The next check tries again.
  }
}

/** `context`: the Kubernetes context to use. */
type HomeOptions = Options & { context?: string };

/** As the variable, it reaches the checks and the doctor alike. */
const inContext = (cli: CliContext, context: string | undefined): CliContext =>
  context === undefined ? cli : { ...cli, env: { ...cli.env, GO_CLOUD_WORKSHOP_CONTEXT: context } };

/** A dumb terminal shows escape sequences as text (Emacs' shell is one). */
const hasScreen = ({ terminal, env }: CliContext) => terminal.interactive && env.TERM !== 'dumb';

export async function run(cli: CliContext, options: HomeOptions): Promise<number> {
  if (!hasScreen(cli)) {
    const { run: list } = await import('./list.ts');
    await list(cli, options);
    return exitCodes.passed;
  }
  const [{ openTui }, { servicesFor }] = await Promise.all([import('../tui/index.tsx'), import('./tui/services.ts')]);
  const services = servicesFor(inContext(cli, options.context), options);
  const sweeping = setTimeout(sweep, sweepAfterMs);
  const code = await openTui(services);
  clearTimeout(sweeping);
  await services.settled();
  return code;
}
