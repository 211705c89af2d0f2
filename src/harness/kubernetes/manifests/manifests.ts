/** Reads k8s/*.yaml: documents, `List`s unpacked, each object validated against the published schema. */
import type { Files, ManifestObject, ManifestPath, ManifestProblem, Manifests } from '../../../kit/index.ts';
import { nearest } from '../../../words/nearest.ts';
import { knownKinds, schemaVersion, validateObject } from './validate.ts';
import { readYaml, type YamlDocument } from './yaml.ts';

const manifestFile = /^k8s\/[^/]+\.ya?ml$/;

export function readManifests(files: Files): Manifests {
  const names = files.list().filter((name) => manifestFile.test(name));
  const objects: ManifestObject[] = [];
  const problems: ManifestProblem[] = [];
  for (const name of names) {
    const read = readYaml(name, files.read(name) ?? '');
    problems.push(...read.problems);
    for (const document of read.documents) unpack(document, [], objects, problems);
  }
  return { files: names, objects, problems: [...problems, ...duplicates(objects)], schema: schemaVersion };
}

function unpack(
  document: YamlDocument,
  path: ManifestPath,
  objects: ManifestObject[],
  problems: ManifestProblem[],
): void {
  const value = at(document.value, path);
  const here = document.where(path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push({ kind: 'not-an-object', at: here });
    return;
  }
  const { kind, items } = value as { kind?: unknown; items?: unknown };
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    for (const index of items.keys()) unpack(document, [...path, 'items', index], objects, problems);
    return;
  }
  const object = makeObject(document, path, value as Record<string, unknown>);
  objects.push(object);
  problems.push(...problemsOf(object));
}

function makeObject(document: YamlDocument, base: ManifestPath, value: Record<string, unknown>): ManifestObject {
  const name = at(value, ['metadata', 'name']);
  return {
    apiVersion: String(value.apiVersion ?? ''),
    kind: String(value.kind ?? ''),
    name: typeof name === 'string' ? name : '',
    value,
    at: document.where(base),
    get: (...path) => at(value, path),
    where: (...path) => document.where([...base, ...path]),
  };
}

function at(value: unknown, path: ManifestPath): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[part] : undefined,
    value,
  );
}

function problemsOf(object: ManifestObject): ManifestProblem[] {
  const wrong = kindProblem(object);
  if (wrong) return [wrong];
  const { kind } = object;
  const found: ManifestProblem[] = validateObject(kind, object.value).map((fault) => ({
    ...fault,
    at: object.where(...fault.path),
  }));
  if (object.get('metadata', 'namespace') !== undefined)
    found.push({ kind: 'has-namespace', object: kind, at: object.where('metadata', 'namespace') });
  if (object.name === '') found.push({ kind: 'no-name', object: kind, at: object.where('metadata') });
  return found;
}

/** No other kind may reach a cluster: a Namespace or a ClusterRole would really be created. */
function kindProblem({ kind, apiVersion, where }: ManifestObject): ManifestProblem | undefined {
  const known = Object.keys(knownKinds);
  const wanted = knownKinds[kind]?.apiVersion;
  if (kind === '') return { kind: 'no-kind', known, at: where() };
  if (wanted === undefined)
    return { kind: 'unknown-kind', given: kind, near: nearest(kind, known), known, at: where('kind') };
  if (apiVersion === wanted) return undefined;
  return { kind: 'other-version', object: kind, wanted, given: apiVersion, at: where('apiVersion') };
}

function duplicates(objects: readonly ManifestObject[]): ManifestProblem[] {
  const isSame = (one: ManifestObject, other: ManifestObject) => one.kind === other.kind && one.name === other.name;
  return objects
    .filter((object, index) => objects.findIndex((other) => isSame(other, object)) < index)
    .map(({ kind, name, at }) => ({ kind: 'duplicate-object', object: kind, name, at }));
}
