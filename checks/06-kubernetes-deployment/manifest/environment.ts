/** What a container finds in its environment, as far as the manifests tell. */
import type { Location, Manifests } from '#kit';
import { type Container, listOf } from './pods.ts';
import { quantity } from './quantities.ts';

export type Setting = {
  /** undefined: it comes from somewhere that the manifests don't show. */
  value?: string;
  at: Location;
};

type KeyRef = { name?: string; key?: string; optional?: boolean };
type ValueFrom = {
  configMapKeyRef?: KeyRef;
  fieldRef?: { fieldPath?: string };
  resourceFieldRef?: { resource?: string; divisor?: string; containerName?: string };
};
type Entry = { name?: string; value?: unknown; valueFrom?: ValueFrom };

export const settingOf = (name: string, container: Container, manifests: Manifests): Setting | undefined =>
  environmentOf(container, manifests).get(name);

/**
 * env wins over envFrom; both may take from a ConfigMap of the manifests, and $(NAME) stands for what is set above.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
function environmentOf(container: Container, manifests: Manifests): Map<string, Setting> {
  const found = fromMaps(container, manifests);
  let length = 0;
  for (const [index, { name = '', value, valueFrom }] of listOf<Entry>(container.get('env')).entries()) {
    const at = container.where('env', index);
    if (valueFrom == null) {
      const expanded = length > mostExpanded ? undefined : expand(String(value ?? ''), found);
      length += expanded?.length ?? 0;
      found.set(name, { value: expanded, at });
      continue;
    }
    const taken = take(valueFrom, container, manifests);
    if (taken !== 'unset') found.set(name, { value: taken, at });
  }
  return found;
}

function fromMaps(container: Container, manifests: Manifests): Map<string, Setting> {
  const found = new Map<string, Setting>();
  type Source = { prefix?: string; configMapRef?: { name?: string } };
  for (const [index, { prefix = '', configMapRef }] of listOf<Source>(container.get('envFrom')).entries()) {
    const data = (mapNamed(manifests, configMapRef?.name)?.get('data') ?? {}) as Record<string, unknown>;
    for (const [key, value] of Object.entries(data))
      found.set(`${prefix}${key}`, { value: String(value), at: container.where('envFrom', index) });
  }
  return found;
}

const mapNamed = (manifests: Manifests, name: string | undefined) =>
  manifests.objects.find((object) => object.kind === 'ConfigMap' && object.name === name);

/** Characters: references to references can grow without end, and no process could be started with them. */
export const mostExpanded = 2 ** 20;

const reference = /\$\$|\$\(([^()]*)\)/g;
/** Of what only the cluster knows: a pod's name has at most 253. */
const unknownLength = 256;

/**
 * How many characters the kubelet would make of the container's variables, command and arguments: by lengths alone, as
 * thirty variables that each name the one above twice are more than any node can hold.
 */
export function expandedLength(container: Container, manifests: Manifests): number {
  const lengths = new Map<string, number>();
  for (const [name, { value }] of fromMaps(container, manifests)) lengths.set(name, value?.length ?? unknownLength);
  const lengthOf = (text: string) =>
    [...text.matchAll(reference)].reduce(
      (sum, [whole, name]) => sum + (name === undefined ? 1 : (lengths.get(name) ?? whole.length)) - whole.length,
      text.length,
    );
  for (const { name = '', value, valueFrom } of listOf<Entry>(container.get('env'))) {
    const setting = valueFrom == null ? undefined : take(valueFrom, container, manifests);
    lengths.set(name, valueFrom == null ? lengthOf(String(value ?? '')) : (setting?.length ?? unknownLength));
  }
  const words = [...listOf<unknown>(container.get('command')), ...listOf<unknown>(container.get('args'))].map(String);
  return [...lengths.values(), ...words.map(lengthOf)].reduce((sum, length) => sum + length, 0);
}

/** $$ stands for $; a name that is not set above stays as it is written, but one of a value unknown makes all unknown. */
function expand(text: string, above: ReadonlyMap<string, Setting>): string | undefined {
  let isKnown = true;
  let room = mostExpanded;
  const expanded = text.replaceAll(reference, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    const setting = above.get(name);
    room -= setting?.value?.length ?? 0;
    if (room < 0 || (setting && setting.value === undefined)) isKnown = false;
    return isKnown ? (setting?.value ?? whole) : '';
  });
  return isKnown ? expanded : undefined;
}

/** 'unset': an optional reference to nothing leaves the variable out. */
function take(from: ValueFrom, container: Container, manifests: Manifests): string | 'unset' | undefined {
  if (from.configMapKeyRef) return fromMap(from.configMapKeyRef, manifests);
  if (from.fieldRef) return fromField(from.fieldRef.fieldPath ?? '', container);
  if (from.resourceFieldRef) return fromResource(from.resourceFieldRef, container);
  return undefined;
}

function fromMap({ name, key = '', optional }: KeyRef, manifests: Manifests): string | 'unset' | undefined {
  const value = mapNamed(manifests, name)?.get('data', key);
  return value === undefined ? (optional === true ? 'unset' : undefined) : String(value);
}

/** Labels and annotations of the template are known, a pod's own name or address is not. */
function fromField(path: string, { pod }: Container): string | undefined {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path) ?? [];
  if (map === undefined) return undefined;
  // A label or annotation that is not there is an empty text.
  return (map === 'labels' ? pod.label(key) : pod.annotation(key)) ?? '';
}

/** A whole number of the divisor, rounded up; without a limit it is the node's. */
function fromResource(
  { resource = '', divisor, containerName }: NonNullable<ValueFrom['resourceFieldRef']>,
  container: Container,
): string | undefined {
  const of = container.pod.containers.find(({ name }) => name === containerName) ?? container;
  const value = quantity(of.get('resources', ...resource.split('.')));
  const unit = quantity(divisor ?? 1) || 1;
  return value === undefined ? undefined : String(Math.ceil(value / unit));
}
