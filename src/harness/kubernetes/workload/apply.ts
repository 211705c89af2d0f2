/** The copy of the learner's objects that is applied: in the throw-away namespace, with the settings that are the checker's. */
import type { KubernetesObject, KubernetesObjectApi } from '@kubernetes/client-node';
import type { ManifestObject } from '../../../kit/index.ts';

const manager = 'go-cloud-workshop';

type Container = { image?: string; env?: { name: string; value?: string }[] };
type PodSpec = { containers?: Container[]; initContainers?: Container[] };
type Workload = { spec?: { template?: { metadata?: object; spec?: PodSpec } } };

export type Overrides = {
  namespace: string;
  /** The image as the manifests must name it, and the name under which the cluster has it. Other images are left as they are, typos included. */
  image: { written: string; loaded: string };
  /** Set in every container of every Deployment. */
  env: Readonly<Record<string, string>>;
  /** What is in the namespace before: no manifest may change it. */
  ours: readonly KubernetesObject[];
};

export function appliedCopy(object: ManifestObject, { namespace, image, env }: Overrides): KubernetesObject {
  const { status: _, ...given } = structuredClone(object.value) as KubernetesObject & Workload & { status?: unknown };
  const copy = { ...given, metadata: { ...ownMetadata(given.metadata), namespace } };
  if (object.kind !== 'Deployment') return copy;
  const template = copy.spec?.template;
  if (template?.metadata) template.metadata = ownMetadata(template.metadata);
  const { containers = [], initContainers } = template?.spec ?? {};
  for (const container of containers) {
    const others = (container.env ?? []).filter(({ name }) => !(name in env));
    container.env = [...others, ...Object.entries(env).map(([name, value]) => ({ name, value }))];
  }
  for (const container of [...containers, ...(initContainers ?? [])]) {
    // docker.io/ is what a name without a registry means.
    if (container.image?.replace(/^docker\.io\//, '') === image.written) container.image = image.loaded;
  }
  return copy;
}

/**
 * Without what the API server writes by itself, as `kubectl get -o yaml` prints it: the server ignores it in what it is given.
 * uid and resourceVersion stay, as it refuses a new object that has them.
 */
export function ownMetadata<T extends object>(metadata: T | undefined): T {
  const others = Object.entries(metadata ?? {}).filter(([name]) => !written.includes(name));
  return Object.fromEntries(others) as T;
}

const written = [
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'selfLink',
  'managedFields',
];

/**
 * What pods need comes before what makes pods: the order in the files means nothing to Kubernetes, which would try again, but
 * the failures on the way would look like the end of it.
 */
export const inOrder = (objects: readonly ManifestObject[]): ManifestObject[] =>
  [...objects].sort((a, b) => Number(a.kind === 'Deployment') - Number(b.kind === 'Deployment'));

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export async function apply(objects: KubernetesObjectApi, object: KubernetesObject): Promise<void> {
  const { PatchStrategy } = await import('../client.ts');
  await objects.patch(object, undefined, undefined, manager, true, PatchStrategy.ServerSideApply);
}
