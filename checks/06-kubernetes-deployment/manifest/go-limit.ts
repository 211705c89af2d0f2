/** GOMEMLIMIT beside the memory limit that Kubernetes enforces. */
import type { Manifests } from '#kit';
import { settingOf } from './environment.ts';
import type { Flaw } from './flaw.ts';
import { type Container, resourceOf } from './pods.ts';
import { goMemoryLimit, mebibytes, quantity } from './quantities.ts';

/** Go's runtime alone holds more. */
const leastBytes = 2 ** 20;

export function wrongGoLimit(container: Container, manifests: Manifests): Flaw | undefined {
  const setting = settingOf('GOMEMLIMIT', container, manifests);
  if (setting?.value === undefined) return undefined;
  const given = setting.value;
  const limit = quantity(resourceOf(container, 'limits', 'memory')) ?? Number.POSITIVE_INFINITY;
  const value = goMemoryLimit(given);
  const flaw = { at: setting.at, expected: 'a number with KiB, MiB or GiB, at most the memory limit', actual: given };
  if (value === undefined)
    return {
      ...flaw,
      summary: `Go does not understand GOMEMLIMIT=${given}, so the service exits at start.`,
      hint: 'Kubernetes writes 96Mi, Go writes 96MiB.',
    };
  if (value < leastBytes)
    return {
      ...flaw,
      summary: `GOMEMLIMIT=${given} is ${value} bytes, so the garbage collector would never rest.`,
      hint: `Go counts bytes where no unit is written: ${/^\d+/.exec(given)?.[0]}MiB is ${/^\d+/.exec(given)?.[0]} × 1,048,576 of them.`,
    };
  if (value <= limit || value === Number.POSITIVE_INFINITY) return undefined;
  return {
    ...flaw,
    summary: `GOMEMLIMIT=${given} is above the memory limit of ${mebibytes(limit)}.`,
    hint: 'Above the limit it has no effect: the kernel kills the container first.',
  };
}
