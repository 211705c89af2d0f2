import type { Surroundings } from './surroundings.ts';

export async function watch(_surroundings: Surroundings, _options: object, _target: object): Promise<number> {
  return 0;
}
