/** Pods as manifests describe them, with all their containers: what the rules of several checks walk over. */
import type { Location, ManifestObject, Manifests } from '#kit';
import { contract } from './contract.ts';

export type Path = readonly (string | number)[];

type Part = {
  get(...path: Path): unknown;
  where(...path: Path): Location;
};

/** A pod, or the template of pods: `get` and `where` begin at its spec. */
export type Pod = Part & {
  /** How to speak of it where several pods are described, e.g. "Deployment user-service". */
  owner: string;
  annotation(name: string): string | undefined;
  label(name: string): string | undefined;
  annotations: Part & { all: Readonly<Record<string, string>> };
  /** Init and ephemeral containers included. */
  containers: Container[];
};

const lists = ['containers', 'initContainers', 'ephemeralContainers'] as const;

export type Container = Part & {
  name: string;
  list: (typeof lists)[number];
  pod: Pod;
};

/** The pod templates of all Deployments. */
export const podsIn = (manifests: Manifests): Pod[] =>
  manifests.objects.filter(({ kind }) => kind === 'Deployment').map(templateOf);

export const templateOf = (deployment: ManifestObject): Pod => podAt(deployment, ['spec', 'template']);

/** `base`: where metadata and spec of the pod are. */
export function podAt(object: ManifestObject, base: Path): Pod {
  const part = (...begin: Path): Part => ({
    get: (...path) => object.get(...base, ...begin, ...path),
    where: (...path) => object.where(...base, ...begin, ...path),
  });
  const annotations = part('metadata', 'annotations');
  const texts = (annotations.get() ?? {}) as Record<string, string>;
  const pod: Pod = {
    ...part('spec'),
    owner: `${object.kind} ${object.name}`,
    annotations: { ...annotations, all: texts },
    annotation: (name) => texts[name],
    label: (name) => object.get(...base, 'metadata', 'labels', name) as string | undefined,
    containers: [],
  };
  pod.containers = lists.flatMap((list) => containersOf(pod, list));
  return pod;
}

function containersOf(pod: Pod, list: Container['list']): Container[] {
  const items = pod.get(list);
  if (!Array.isArray(items)) return [];
  return items.map((item: { name?: unknown } | null, index) => ({
    name: String(item?.name ?? index),
    list,
    pod,
    get: (...path) => pod.get(list, index, ...path),
    where: (...path) => pod.where(list, index, ...path),
  }));
}

/** Whether the container is to run the program of the stage, as far as its image tells, typos included. */
export const runsService = (container: Container): boolean =>
  container.list === 'containers' && String(container.get('image') ?? '').includes(contract.deployment);

/** The very image of the contract, started as it starts by itself: with a command or arguments it may be anything. */
export const isProgram = ({ list, get }: Container): boolean =>
  list === 'containers' &&
  listOf(get('command')).length + listOf(get('args')).length === 0 &&
  String(get('image') ?? '').replace(/^docker\.io\//, '') === contract.image;

/** A container's own, else the pod's: Kubernetes 1.34 shares that among all of its containers. */
export const resourceOf = (container: Container, list: 'requests' | 'limits', kind: string): unknown =>
  container.get('resources', list, kind) ?? container.pod.get('resources', list, kind);

/** "Container a", and in whose pods where that is not the stage's own Deployment. */
export const called = ({ name, pod }: Container): string =>
  pod.owner === `Deployment ${contract.deployment}` ? `Container ${name}` : `Container ${name} of the ${pod.owner}`;

export const listOf = <T = Record<string, unknown>>(value: unknown): T[] =>
  Array.isArray(value) ? (value as T[]) : [];
