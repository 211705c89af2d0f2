/** The throw-away namespace: everything we create is in it. Nothing outside it is created or changed. */
import { randomBytes } from 'node:crypto';
import type { CoreV1Api, V1Namespace } from '@kubernetes/client-node';
import { eventually, type Lack, LackError } from '../../kit/index.ts';
import { markedOwnerLives, ownerMark } from '../lease/owner.ts';
import { apiError, asked } from './answers.ts';
import { type Cluster, releaseAll } from './release.ts';

export const namespaceLabel = 'go-cloud-workshop.io/run';
const ownerAnnotation = 'go-cloud-workshop.io/owner';

/** A sensible rollout needs few; a manifest with a thousand replicas must not fill a laptop. */
export const maxReplicas = 20;
/** Old pods drain while the new ones are already there, and there is the toolbox. */
const maxPods = 2 * maxReplicas + 5;

export const newNamespaceName = (): string => `go-cloud-workshop-${randomBytes(4).toString('hex')}`;

/** Resolves once pods can be created in it. */
export async function createNamespace(api: CoreV1Api, name: string, run: string, context: string): Promise<void> {
  await asked(context, () =>
    api.createNamespace({
      body: {
        metadata: {
          name,
          labels: { [namespaceLabel]: run, 'pod-security.kubernetes.io/enforce': 'baseline' },
          annotations: { [ownerAnnotation]: ownerMark() },
        },
      },
    }),
  );
  await asked(context, () =>
    thereIsFine(
      api.createNamespacedResourceQuota({
        namespace: name,
        body: { metadata: { name: 'pods' }, spec: { hard: { pods: String(maxPods) } } },
      }),
    ),
  );
  await defaultAccount(api, name, context);
}

/** Kubernetes makes it a moment after the namespace, and refuses pods until then: a refusal that would look like the manifest's. */
async function defaultAccount(api: CoreV1Api, namespace: string, context: string): Promise<void> {
  const read = () =>
    asked(context, () => missingIsFine(api.readNamespacedServiceAccount({ name: 'default', namespace })));
  if (await eventually(30_000, read, 50)) return;
  throw new LackError({
    need: 'kubernetes',
    state: 'unsuitable',
    what: `The cluster "${context}" made no default ServiceAccount in a new namespace within 30 s.`,
    fix: 'Its controller manager does not work: start the cluster again.',
  });
}

/** How long a namespace may take by itself: the kubelet ends its pods first. */
const byItselfMs = 15_000;
/** Kubernetes looks again only some time after something was freed. */
const betweenMs = 1_000;

/**
 * Kills the pods at once: otherwise the namespace waits for each grace period. What has finalizers is freed, as nobody else will do
 * that in a namespace of ours. Resolves when it is gone; else with what holds it after `ms`.
 */
export async function deleteNamespace(cluster: Cluster, name: string, ms = 90_000): Promise<Lack | undefined> {
  const { core: api, context } = cluster;
  let released = performance.now();
  const step = async () => {
    const there = await missingIsFine(api.readNamespace({ name }));
    if (there === undefined) return true;
    if (!there.metadata?.deletionTimestamp)
      await missingIsFine(api.deleteNamespace({ name, propagationPolicy: 'Background' }));
    await missingIsFine(api.deleteCollectionNamespacedPod({ namespace: name, gracePeriodSeconds: 0 }));
    if (performance.now() - released > (isHeld(there) ? betweenMs : byItselfMs)) {
      await releaseAll(cluster, name);
      released = performance.now();
    }
    return undefined;
  };
  // An overloaded server may answer the next time.
  const gone = await eventually(
    ms,
    () => step().catch((error) => (apiError(error) ? undefined : Promise.reject(error))),
    200,
  );
  if (gone) return undefined;
  const left = await missingIsFine(api.readNamespace({ name })).catch(() => undefined);
  return {
    need: 'kubernetes',
    state: 'taken',
    what: `The namespace ${name} of "${context}" is still being deleted${holding(left)}.`,
    fix: 'The next check tries again.',
  };
}

const conditions = ({ status }: V1Namespace) => (status?.conditions ?? []).filter((one) => one.status === 'True');

/** Kubernetes says that something with finalizers is all that is left. */
const isHeld = (namespace: V1Namespace) =>
  conditions(namespace).some(({ type }) => type === 'NamespaceFinalizersRemaining');

function holding(namespace: V1Namespace | undefined): string {
  const said = namespace && conditions(namespace).map(({ message }) => message);
  return said?.length ? `: ${said.join(' ')}`.replace(/\.?\s*$/, '') : '';
}

/** A leftover should not keep anybody waiting for long: it is begun, and goes by itself. */
const sweepMs = 20_000;

/** Deletes what killed runs left behind, once their process is gone; also what an earlier sweep could not finish. */
export async function sweepNamespaces(cluster: Cluster): Promise<void> {
  const { items } = await cluster.core.listNamespace({ labelSelector: namespaceLabel });
  const left = items.filter(ownerIsGone);
  await Promise.all(left.map((one) => deleteNamespace(cluster, one.metadata?.name as string, sweepMs)));
}

function ownerIsGone({ metadata }: V1Namespace): boolean {
  const mark = metadata?.annotations?.[ownerAnnotation] ?? '';
  return !markedOwnerLives(mark, Number(metadata?.creationTimestamp ?? 0));
}

/** undefined for 404, and for 409: it is already being deleted. */
export const missingIsFine = <T>(work: Promise<T>): Promise<T | undefined> => without([404, 409], work);

/** undefined for 409: an earlier try whose answer was lost has created it. */
export const thereIsFine = <T>(work: Promise<T>): Promise<T | undefined> => without([409], work);

async function without<T>(statuses: readonly number[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const { code } = error as { code?: number };
    if (code !== undefined && statuses.includes(code)) return undefined;
    throw error;
  }
}
