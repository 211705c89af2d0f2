/** Frees what keeps a namespace from going: objects with finalizers that nobody will ever answer. */
import type {
  CoreV1Api,
  KubeConfig,
  KubernetesObject,
  KubernetesObjectApi,
  V1APIResource,
} from '@kubernetes/client-node';

/** A cluster, and how it is asked. */
export type Cluster = { config: KubeConfig; context: string; core: CoreV1Api; objects: KubernetesObjectApi };

type Kind = { apiVersion: string; kind: string };

/** Takes the finalizers off every object in the namespace, of whatever kind. What can't be read or changed is left out. */
export async function releaseAll(cluster: Cluster, namespace: string): Promise<void> {
  const kinds = await namespacedKinds(cluster);
  await Promise.all(kinds.map((kind) => releaseKind(cluster, namespace, kind).catch(() => {})));
}

async function releaseKind({ objects }: Cluster, namespace: string, { apiVersion, kind }: Kind): Promise<void> {
  const { PatchStrategy } = await import('./client.ts');
  const { items } = await objects.list(apiVersion, kind, namespace);
  const held = items.filter(({ metadata }) => (metadata?.finalizers?.length ?? 0) > 0);
  await Promise.all(
    held.map(({ metadata }) => {
      const name = metadata?.name as string;
      const body = { apiVersion, kind, metadata: { name, namespace, finalizers: [] } } satisfies KubernetesObject;
      return objects.patch(body, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch).catch(() => {});
    }),
  );
}

/** All kinds that live in namespaces, as the server itself lists them. A group whose server is away is left out. */
async function namespacedKinds({ config, core: api }: Cluster): Promise<Kind[]> {
  const { ApisApi, CustomObjectsApi } = await import('./client.ts');
  const custom = config.makeApiClient(CustomObjectsApi);
  const core = api.getAPIResources();
  const groups = await config.makeApiClient(ApisApi).getAPIVersions();
  const others = groups.groups.map(async ({ name: group, preferredVersion, versions }) => {
    const version = (preferredVersion ?? versions[0])?.version ?? '';
    return kindsOf(`${group}/${version}`, (await custom.getAPIResources({ group, version })).resources);
  });
  const lists = await Promise.allSettled([core.then(({ resources }) => kindsOf('v1', resources)), ...others]);
  return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : []));
}

const kindsOf = (apiVersion: string, resources: readonly V1APIResource[]): Kind[] =>
  resources
    .filter(({ namespaced, name, verbs }) => namespaced && !name.includes('/') && verbs.includes('list'))
    .filter(({ verbs }) => verbs.includes('patch'))
    .map(({ kind }) => ({ apiVersion, kind }));
