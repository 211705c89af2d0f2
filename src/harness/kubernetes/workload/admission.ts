/** Asks the API server whether a Pod Security Standard admits the pods of a Deployment. */
import type { CoreV1Api, V1PodSpec } from '@kubernetes/client-node';
import type { Admission, Manifests } from '../../../kit/index.ts';
import { missingIsFine } from '../namespace.ts';
import { isPodSecurity, refusal } from './messages.ts';

/**
 * As a dry run, in a namespace of its own, since only one that enforces the standard answers. A workload would only be
 * warned about, so the pod itself is asked about. Without the Deployment there is nothing to refuse.
 */
export async function admission(
  core: CoreV1Api,
  namespace: string,
  manifests: Manifests,
  deployment: string,
  level: 'restricted',
): Promise<Admission> {
  const object = manifests.objects.find(({ kind, name }) => kind === 'Deployment' && name === deployment);
  const template = object?.get('spec', 'template') as { metadata?: object; spec?: V1PodSpec } | undefined;
  if (!template) return { admitted: true };
  await core.patchNamespace({
    name: namespace,
    body: [{ op: 'replace', path: '/metadata/labels/pod-security.kubernetes.io~1enforce', value: level }],
  });
  try {
    await core.createNamespacedPod({
      namespace,
      dryRun: 'All',
      body: { metadata: { ...template.metadata, name: `${deployment}-dry-run` }, spec: template.spec },
    });
    return { admitted: true };
  } catch (error) {
    const said = refusal(error);
    if (said === undefined) throw error;
    return isPodSecurity(said) ? { admitted: false, said } : { admitted: true };
  } finally {
    await missingIsFine(core.deleteNamespace({ name: namespace }));
  }
}
