/** What the container finds in its environment, as far as the manifests tell. */
import type { Location } from '#kit';
import type { Parts } from './parts.ts';

export type Setting = {
  /** undefined: it comes from somewhere the manifests don't show. */
  value?: string;
  at: Location;
};

/** env wins over envFrom; both may take from a ConfigMap of the manifests. https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/ */
export function settingOf(name: string, parts: Parts): Setting | undefined {
  const { container } = parts;
  const entries = list(container.get('env'));
  const index = entries.findLastIndex((entry) => entry.name === name);
  if (index < 0) return fromMaps(name, parts);
  const entry = entries[index] as Record<string, unknown>;
  const at = container.where('env', index);
  if (entry.value !== undefined) return { value: String(entry.value), at };
  const from = entry.valueFrom as { configMapKeyRef?: { name?: string; key?: string } } | undefined;
  return { value: from?.configMapKeyRef && mapValue(parts, from.configMapKeyRef.name, from.configMapKeyRef.key), at };
}

function fromMaps(name: string, parts: Parts): Setting | undefined {
  const { container } = parts;
  const sources = list(container.get('envFrom'));
  for (const [index, source] of [...sources.entries()].reverse()) {
    const { prefix = '', configMapRef } = source as { prefix?: string; configMapRef?: { name?: string } };
    const value = name.startsWith(prefix) ? mapValue(parts, configMapRef?.name, name.slice(prefix.length)) : undefined;
    if (value !== undefined) return { value, at: container.where('envFrom', index) };
  }
  return undefined;
}

function mapValue({ manifests }: Parts, name: string | undefined, key = ''): string | undefined {
  const map = manifests.objects.find((object) => object.kind === 'ConfigMap' && object.name === name);
  const value = map?.get('data', key);
  return value === undefined ? undefined : String(value);
}

const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
