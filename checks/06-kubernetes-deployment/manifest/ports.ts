/** Ports of a pod: where a name leads to. */
import type { Location } from '#kit';
import { type Container, listOf, type Pod } from './pods.ts';

type DeclaredPort = { name?: string; containerPort?: number; protocol?: string };

export type NamedPort = { name: string; number: number; protocol: string; at: Location };

/** Ports that containers declare with a name, in their order: the first of a name counts. */
const namedPorts = (containers: readonly Container[]): NamedPort[] =>
  containers.flatMap((container) =>
    listOf<DeclaredPort>(container.get('ports')).flatMap(({ name, containerPort, protocol = 'TCP' }, index) =>
      name === undefined
        ? []
        : { name, number: Number(containerPort), protocol, at: container.where('ports', index, 'containerPort') },
    ),
  );

export const namesOf = (containers: readonly Container[]): string =>
  namedPorts(containers)
    .map(({ name, protocol }) => (protocol === 'TCP' ? name : `${name} (${protocol})`))
    .join(', ') || 'none';

/**
 * What the port of a Service, a probe or a hook stands for. A number needs no declaration: names aside, the `ports` of a
 * container only inform people. undefined: no port has that name. `at`: where the name gets its number.
 */
export function portOf(
  port: unknown,
  containers: readonly Container[],
): { number: number; protocol?: string; at?: Location } | undefined {
  if (typeof port === 'number') return { number: port };
  // The API server takes "8080" for a name, but one of digits alone is none that a port may have.
  return namedPorts(containers).find(({ name }) => name === port);
}

/** What a Service's targetPort leads to: of the containers in their order, the first port with this name and protocol (FindPort in k8s.io/kubernetes/pkg/api/v1/pod). */
export function targetOf(
  port: number | string,
  protocol: string,
  pod: Pod,
): NamedPort | { number: number; at?: undefined; protocol?: undefined } | undefined {
  if (typeof port === 'number') return { number: port };
  const isSidecar = ({ list, get }: Container) => list === 'initContainers' && get('restartPolicy') === 'Always';
  const serving = [...pod.containers.filter(({ list }) => list === 'containers'), ...pod.containers.filter(isSidecar)];
  return namedPorts(serving).find((one) => one.name === port && one.protocol === protocol);
}
