import { type CheckContext, check, type Finding, failIf, finding } from '#kit';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { type Parts, partsOf } from './manifest/parts.ts';
import type { Pod } from './manifest/pods.ts';
import { flawsOfContainer } from './security/container.ts';
import { ownFlaws } from './security/own.ts';
import { flawsOfPod } from './security/pod.ts';

const usualHint =
  'A static binary in an empty image needs nothing that this takes away. The lesson shows how to ask the cluster which lines are missing.';

/** The `restricted` Pod Security Standard (https://kubernetes.io/docs/concepts/security/pod-security-standards/), and a read-only root. */
export const hardened = check(
  'hardened',
  'asks for no more rights than it needs',
  { lesson: 'Locked down' },
  async (context) => {
    const parts = await partsOf(context);
    const flaws = parts.pods.flatMap((pod) => [...flawsOfStandard(pod), ...ownFlaws(pod)]);
    failAtFirst(
      context,
      flaws.map((flaw) => ({ hint: usualHint, ...flaw })),
    );
    failIf(await refusedByTheServer(context, parts));
  },
);

/** What keeps the restricted standard from admitting the pod; nothing where it admits it. */
export const flawsOfStandard = (pod: Pod): Flaw[] => [...flawsOfPod(pod), ...pod.containers.flatMap(flawsOfContainer)];

/** Where there is a cluster, its own admission has the last word; without one, the rules above have it. */
async function refusedByTheServer(
  { kubernetes, source }: CheckContext,
  { deployment }: Parts,
): Promise<Finding | undefined> {
  const answer = await kubernetes.dryRun('restricted');
  if (!answer.ok || answer.value.admitted) return undefined;
  const { said } = answer.value;
  return finding({
    summary: 'The API server refuses the pod in a namespace that enforces the restricted standard.',
    expected: 'it admits the pod',
    actual: said.split('\n')[0],
    hint: 'Its own words name the field.',
    evidence: [{ kind: 'events', title: 'The API server', text: said }, source.show(deployment.at)],
  });
}
