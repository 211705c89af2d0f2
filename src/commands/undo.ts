import type { Surroundings } from './surroundings.ts';

export async function run(_surroundings: Surroundings, _options: object): Promise<number> {
  return 0;
}
