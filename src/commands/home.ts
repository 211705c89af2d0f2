/** No verb: the terminal UI; without a terminal the list and the next step in plain text. */
import { type Common, exitCodes, type Surroundings } from './surroundings.ts';

export async function run(surroundings: Surroundings, options: Common): Promise<number> {
  if (!surroundings.terminal.interactive) {
    const { run: list } = await import('./list.ts');
    await list(surroundings, options);
    return exitCodes.passed;
  }
  const [{ openTui }, { servicesFor }] = await Promise.all([import('../tui/index.tsx'), import('./tui.ts')]);
  const services = servicesFor(surroundings, options);
  const code = await openTui(services);
  await services.settled();
  return code;
}
