/** The learner's two objects and the parts of them that several checks read. */
import { type CheckContext, fail, type Location, type ManifestObject, type Manifests } from '#kit';
import { contract } from './contract.ts';

export type Path = readonly (string | number)[];

/** One of the pod's containers, and how to point at a place in it. */
export type Container = {
  name: string;
  get(...path: Path): unknown;
  where(...path: Path): Location;
};

export type Parts = {
  manifests: Manifests;
  deployment: ManifestObject;
  service: ManifestObject;
  /** The container that runs the service. */
  container: Container;
  /** All of the pod's containers, init containers included. */
  containers: Container[];
};

export const podSpec: Path = ['spec', 'template', 'spec'];

/** Only after the gate `manifests` has passed: both objects are there then. */
export async function partsOf({ kubernetes }: Pick<CheckContext, 'kubernetes'>): Promise<Parts> {
  const parts = partsIn(await kubernetes.manifests());
  return (
    parts ??
    fail({
      summary: 'The Deployment has no container.',
      expected: `spec.template.spec.containers with one container, ${contract.deployment}`,
      hint: 'The starter shows where containers belong.',
    })
  );
}

/** undefined: the Deployment has no container. */
function partsIn(manifests: Manifests): Parts | undefined {
  const deployment = objectNamed(manifests, 'Deployment');
  const service = objectNamed(manifests, 'Service');
  if (!deployment || !service) throw new Error('the gate "manifests" lets nothing else through');
  const containers = (['containers', 'initContainers'] as const).flatMap((list) => containersOf(deployment, list));
  const named = containers.find((one) => String(one.get('image') ?? '').includes(contract.deployment));
  const container = named ?? containers[0];
  return container && { manifests, deployment, service, container, containers };
}

export const objectNamed = (manifests: Manifests, kind: string): ManifestObject | undefined =>
  manifests.objects.find((object) => object.kind === kind && object.name === contract.deployment);

function containersOf(deployment: ManifestObject, list: 'containers' | 'initContainers'): Container[] {
  const items = deployment.get(...podSpec, list);
  if (!Array.isArray(items)) return [];
  return items.map((item: { name?: unknown } | null, index) => ({
    name: String(item?.name ?? index),
    get: (...path) => deployment.get(...podSpec, list, index, ...path),
    where: (...path) => deployment.where(...podSpec, list, index, ...path),
  }));
}

/** Ports that the container declares: name → number. */
export function namedPorts(container: Container): Map<string, number> {
  const ports = container.get('ports');
  const found = new Map<string, number>();
  for (const port of Array.isArray(ports) ? ports : []) {
    if (typeof port?.name === 'string') found.set(port.name, Number(port.containerPort));
  }
  return found;
}

/**
 * The number that a port of a Service or a probe stands for; undefined where the name is not declared. A number needs no
 * declaration: names aside, the `ports` of a container only inform people.
 */
export function portNumber(port: unknown, container: Container): number | undefined {
  if (typeof port === 'number') return port;
  return namedPorts(container).get(String(port));
}
