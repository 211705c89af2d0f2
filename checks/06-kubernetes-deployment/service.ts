/** The learner's two objects and the parts of them that several checks read. */
import {
  type CheckContext,
  type Evidence,
  type Finding,
  fail,
  type Location,
  type ManifestObject,
  type Manifests,
} from '#kit';

export const serviceName = 'user-service';
/** The port the program of stage 05 listens on in its container. */
export const containerPort = 8080;

export type Path = readonly (string | number)[];
type Plain = Readonly<Record<string, unknown>>;

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

/** Only after the gate `manifests` has passed: both objects are there then. */
export async function partsOf({ kubernetes }: CheckContext): Promise<Parts> {
  const manifests = await kubernetes.manifests();
  const deployment = objectNamed(manifests, 'Deployment');
  const service = objectNamed(manifests, 'Service');
  if (!deployment || !service) throw new Error('the gate "manifests" lets nothing else through');
  const containers = (['containers', 'initContainers'] as const).flatMap((list) => containersOf(deployment, list));
  const container = containers.find((one) => String(one.get('image') ?? '').includes(serviceName)) ?? containers[0];
  if (!container) {
    return fail({
      summary: 'The Deployment has no container.',
      expected: 'spec.template.spec.containers with one container, user-service',
      hint: 'The starter shows where containers stand.',
      evidence: [],
    });
  }
  return { manifests, deployment, service, container, containers };
}

export const objectNamed = (manifests: Manifests, kind: string): ManifestObject | undefined =>
  manifests.objects.find((object) => object.kind === kind && object.name === serviceName);

export const podSpec: Path = ['spec', 'template', 'spec'];

function containersOf(deployment: ManifestObject, list: 'containers' | 'initContainers'): Container[] {
  const items = deployment.get(...podSpec, list);
  if (!Array.isArray(items)) return [];
  return items.map((item: Plain, index) => ({
    name: String(item?.name ?? index),
    get: (...path) => deployment.get(...podSpec, list, index, ...path),
    where: (...path) => deployment.where(...podSpec, list, index, ...path),
  }));
}

/** A finding that points at a place in a manifest and shows the lines around it. */
export function failAt(
  context: Pick<CheckContext, 'files'>,
  at: Location,
  finding: Omit<Finding, 'evidence'>,
  more: Evidence[] = [],
): never {
  return fail({
    ...finding,
    summary: `${place(at)}: ${finding.summary}`,
    evidence: [context.files.excerpt(at), ...more],
  });
}

export const place = ({ file, line }: Location): string => `${file}:${line}`;

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
 * declaration: `ports` of a container is only information for people, names aside.
 */
export function portNumber(port: unknown, container: Container): number | undefined {
  if (typeof port === 'number') return port;
  return namedPorts(container).get(String(port));
}
