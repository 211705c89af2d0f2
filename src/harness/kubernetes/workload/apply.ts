/** The copy of the learner's objects that is applied: in the throw-away namespace, with the two settings that are the checker's. */
import type { KubernetesObject, KubernetesObjectApi } from '@kubernetes/client-node';
import type { ManifestObject } from '../../../kit/index.ts';
import { toolboxUrls } from '../toolbox/toolbox.ts';

const manager = 'go-cloud-workshop';
const image = 'go-cloud-workshop/user-service:v1';

type Container = { image?: string; env?: { name: string; value?: string }[] };
type Workload = { spec?: { template?: { spec?: { containers?: Container[] } } } };

/** `reference`: the name under which the cluster has the service's image. Other images are left as they are, typos included. */
export function appliedCopy(object: ManifestObject, namespace: string, reference: string): KubernetesObject {
  const copy = structuredClone(object.value) as KubernetesObject & Workload;
  copy.metadata = { ...copy.metadata, namespace };
  if (object.kind !== 'Deployment') return copy;
  for (const container of copy.spec?.template?.spec?.containers ?? []) {
    const others = (container.env ?? []).filter(({ name }) => !(name in toolboxUrls));
    container.env = [...others, ...Object.entries(toolboxUrls).map(([name, value]) => ({ name, value }))];
    if (container.image?.replace(/^docker\.io\//, '') === image) container.image = reference;
  }
  return copy;
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export async function apply(objects: KubernetesObjectApi, object: KubernetesObject, dryRun?: 'All'): Promise<void> {
  const { PatchStrategy } = await import('@kubernetes/client-node');
  await objects.patch(object, undefined, dryRun, manager, true, PatchStrategy.ServerSideApply);
}

/** The API server's own words about a refused object. */
export function refusal(error: unknown): string | undefined {
  const { code, body } = error as { code?: number; body?: unknown };
  if (code === undefined || code < 400 || code >= 500) return undefined;
  try {
    const status = typeof body === 'string' ? JSON.parse(body) : body;
    return (status as { message?: string })?.message ?? String(error);
  } catch {
    return String(body);
  }
}
