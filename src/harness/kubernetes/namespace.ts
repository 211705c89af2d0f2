/** The throw-away namespace: everything we create is in it. Nothing outside it is created or changed. */
import { randomBytes } from 'node:crypto';
import type { CoreV1Api, V1Namespace } from '@kubernetes/client-node';
import { eventually } from '../../kit/index.ts';
import { markedOwnerLives, ownerMark } from '../lease/owner.ts';

export const namespaceLabel = 'go-cloud-workshop.io/run';
const ownerAnnotation = 'go-cloud-workshop.io/owner';
/** A sensible rollout needs few; a manifest with a thousand replicas must not fill a laptop. */
const maxPods = 20;

export async function createNamespace(api: CoreV1Api, run: string): Promise<string> {
  const name = `go-cloud-workshop-${randomBytes(4).toString('hex')}`;
  await api.createNamespace({
    body: {
      metadata: {
        name,
        labels: { [namespaceLabel]: run, 'pod-security.kubernetes.io/enforce': 'baseline' },
        annotations: { [ownerAnnotation]: ownerMark() },
      },
    },
  });
  await api.createNamespacedResourceQuota({
    namespace: name,
    body: { metadata: { name: 'pods' }, spec: { hard: { pods: String(maxPods) } } },
  });
  return name;
}

/** Kills the pods at once: otherwise the namespace waits for each grace period. Resolves when it is gone. */
export async function deleteNamespace(api: CoreV1Api, name: string): Promise<void> {
  await missingIsFine(api.deleteNamespace({ name, propagationPolicy: 'Background' }));
  const gone = await eventually(
    90_000,
    async () => {
      await missingIsFine(api.deleteCollectionNamespacedPod({ namespace: name, gracePeriodSeconds: 0 }));
      return (await missingIsFine(api.readNamespace({ name }))) === undefined ? true : undefined;
    },
    200,
  );
  if (!gone) throw new Error(`the namespace ${name} is still being deleted`);
}

/** Deletes what killed runs left behind, once their process is gone. */
export async function sweepNamespaces(api: CoreV1Api): Promise<void> {
  const { items } = await api.listNamespace({ labelSelector: namespaceLabel });
  const left = items.filter((one) => !one.metadata?.deletionTimestamp && ownerIsGone(one));
  await Promise.all(left.map((one) => deleteNamespace(api, one.metadata?.name as string)));
}

function ownerIsGone({ metadata }: V1Namespace): boolean {
  const mark = metadata?.annotations?.[ownerAnnotation] ?? '';
  return !markedOwnerLives(mark, Number(metadata?.creationTimestamp ?? 0));
}

/** undefined for 404, and for 409: it is already being deleted. */
export async function missingIsFine<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const { code } = error as { code?: number };
    if (code === 404 || code === 409) return undefined;
    throw error;
  }
}
