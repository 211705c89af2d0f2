import { type CheckContext, check, type Finding, failIf, finding } from '#kit';
import { failAtFirst } from './manifest/flaw.ts';
import { type Parts, partsOf } from './manifest/parts.ts';
import { flawsOfContainer } from './security/container.ts';
import { flawsOfPod } from './security/pod.ts';

const usualHint =
  'A static binary in an empty image needs nothing of what this takes away. The lesson shows the lines.';

/** The `restricted` Pod Security Standard (https://kubernetes.io/docs/concepts/security/pod-security-standards/), and a read-only root. */
export const hardened = check(
  'hardened',
  'asks for no more rights than it needs',
  { lesson: 'Locked down' },
  async (context) => {
    const parts = await partsOf(context);
    const flaws = [...flawsOfPod(parts), ...parts.containers.flatMap((one) => flawsOfContainer(one, parts.deployment))];
    failAtFirst(
      context,
      flaws.map((flaw) => ({ hint: usualHint, ...flaw })),
    );
    failIf(await refusedByTheServer(context, parts));
  },
);

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
