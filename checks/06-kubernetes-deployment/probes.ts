import { check } from '#kit';
import { otherDatabase } from './manifest/database.ts';
import { failAtFirst } from './manifest/flaw.ts';
import { listensAt, type Parts, partsOf } from './manifest/parts.ts';
import type { Container } from './manifest/pods.ts';
import { flawsOfAny, flawsOfWanted, startupFlaws } from './probing/rules.ts';

/** Two probes, each asking its own question on a port that exists. */
export const probes = check(
  'probes',
  'is asked by two probes: liveness on /healthz, readiness on /readyz',
  { lesson: 'Two probes, two questions' },
  async (context) => {
    const parts = await partsOf(context);
    const others = parts.pods.flatMap(({ containers }) => containers).filter((one) => !parts.programs.includes(one));
    failAtFirst(context, [
      ...parts.programs.flatMap((one) => flawsOfService(one, parts)),
      ...others.flatMap(flawsOfAny),
    ]);
  },
);

/** The stage's program is asked as the contract says, wherever it listens; of another program nothing more is known than that probes must be able to work. */
function flawsOfService(container: Container, { manifests, services }: Parts) {
  const port = listensAt(container, manifests);
  return [
    ...flawsOfWanted('liveness', container, port),
    ...flawsOfWanted('readiness', container, port),
    ...startupFlaws(container, port),
    services.includes(container) ? otherDatabase(container, manifests) : undefined,
  ];
}
