/** Asks the API server whether a Pod Security Standard admits the pods of a Deployment. */
import type { V1PodSpec } from '@kubernetes/client-node';
import { type Admission, LackError, type Manifests } from '../../../kit/index.ts';
import { asked } from '../answers.ts';
import type { Connection } from '../connection.ts';
import { missingIsFine } from '../namespace.ts';
import { ownMetadata } from './apply.ts';
import { isPodSecurity, refusal } from './messages.ts';

/**
 * As a dry run, in a namespace of its own, since only one that enforces the standard answers. A workload would only be
 * warned about, so the pod itself is asked about. Without the Deployment there is nothing to refuse.
 */
export async function admission(
  { core, context }: Pick<Connection, 'core' | 'context'>,
  namespace: string,
  manifests: Manifests,
  deployment: string,
  level: 'restricted',
): Promise<Admission> {
  const object = manifests.objects.find(({ kind, name }) => kind === 'Deployment' && name === deployment);
  const template = object?.get('spec', 'template') as { metadata?: object; spec?: V1PodSpec } | undefined;
  if (!template?.spec) return { admitted: true };
  const body = {
    metadata: { ...ownMetadata(template.metadata), name: `${deployment}-dry-run` },
    spec: alone(template.spec),
  };
  await asked(context, () =>
    core.patchNamespace({
      name: namespace,
      body: [{ op: 'replace', path: '/metadata/labels/pod-security.kubernetes.io~1enforce', value: level }],
    }),
  );
  try {
    await asked(context, () => core.createNamespacedPod({ namespace, dryRun: 'All', body }));
    return { admitted: true };
  } catch (error) {
    const said = refusal(error);
    // A policy of this cluster, or one that may not create pods: the rollout says so.
    if (said === undefined && !(error instanceof LackError)) throw error;
    return said !== undefined && isPodSecurity(said) ? { admitted: false, said } : { admitted: true };
  } finally {
    await missingIsFine(core.deleteNamespace({ name: namespace })).catch(() => {});
  }
}

/** Without what it refers to by name: none of that is in this namespace, and the server would speak of that first. */
function alone(spec: V1PodSpec): V1PodSpec {
  const { serviceAccountName, serviceAccount, priorityClassName, priority, runtimeClassName, ...rest } = spec;
  return rest;
}
