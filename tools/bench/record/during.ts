import type { Lane } from './trace.ts';

/** `action` lasts as long as `work`. */
export async function during<T>(
  lane: Lane,
  action: Parameters<Lane['begin']>[0],
  work: () => Promise<T>,
  counts: (result: T) => boolean = () => true,
): Promise<T> {
  const step = lane.begin(action);
  const result = await work();
  if (counts(result)) step.end();
  else step.inVain();
  return result;
}
