/** Reads k8s/*.yaml: documents, `List`s unpacked, each object held against the published schema. */
import type { Files, Location, ManifestObject, ManifestProblem, Manifests } from '../../../kit/index.ts';
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
  return { files: names, objects, problems: [...problems, ...twice(objects)], schema: schemaVersion };
}

function unpack(
  document: YamlDocument,
  path: readonly (string | number)[],
  objects: ManifestObject[],
  problems: ManifestProblem[],
): void {
  const value = at(document.value, path);
  const here = document.where(path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push({
      at: here,
      message: 'This document is no Kubernetes object.',
      hint: 'An object has apiVersion, kind, metadata and spec.',
    });
    return;
  }
  const { kind, items } = value as { kind?: unknown; items?: unknown };
  if (kind === 'List' && Array.isArray(items)) {
    for (const index of items.keys()) unpack(document, [...path, 'items', index], objects, problems);
    return;
  }
  const object = makeObject(document, path, value as Record<string, unknown>);
  objects.push(object);
  problems.push(...problemsOf(object));
}

function makeObject(
  document: YamlDocument,
  base: readonly (string | number)[],
  value: Record<string, unknown>,
): ManifestObject {
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

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[part] : undefined,
    value,
  );
}

function problemsOf(object: ManifestObject): ManifestProblem[] {
  const wrong = kindProblem(object);
  if (wrong) return [wrong];
  const found: ManifestProblem[] = validateObject(object.kind, object.value).map(({ path, message, hint }) => ({
    at: object.where(...path),
    message,
    ...(hint ? { hint } : {}),
  }));
  if (object.get('metadata', 'namespace') !== undefined)
    found.push({
      at: object.where('metadata', 'namespace'),
      message: `This ${object.kind} names a namespace.`,
      hint: 'Leave metadata.namespace out: the check puts everything into a namespace of its own, and kubectl -n chooses one.',
    });
  if (object.name === '')
    found.push({ at: object.where('metadata'), message: `This ${object.kind} has no metadata.name.` });
  return found;
}

/** Nothing else may reach a cluster, whatever it is: a Namespace or a ClusterRole would really be created. */
function kindProblem({ kind, apiVersion, where }: ManifestObject): ManifestProblem | undefined {
  const allowed = Object.keys(knownKinds);
  const known = knownKinds[kind];
  if (kind === '')
    return { at: where(), message: 'This object has no kind.', hint: `This stage uses ${allowed.join(', ')}.` };
  if (!known) {
    const near = nearest(kind, allowed);
    return {
      at: where('kind'),
      message: `This stage does not use the kind "${kind}".`,
      hint: near ? `Did you mean ${near}?` : `It uses ${allowed.join(', ')}.`,
    };
  }
  if (apiVersion === known.apiVersion) return undefined;
  return {
    at: where('apiVersion'),
    message: `A ${kind} has apiVersion ${known.apiVersion}, not ${apiVersion === '' ? 'none' : `"${apiVersion}"`}.`,
  };
}

function twice(objects: readonly ManifestObject[]): ManifestProblem[] {
  const key = ({ kind, name }: ManifestObject) => `${kind} ${name}`;
  return objects
    .filter((object, index) => objects.findIndex((other) => key(other) === key(object)) < index)
    .map((object) => ({
      at: object.at as Location,
      message: `There are two objects ${key(object)}; the second replaces the first.`,
    }));
}
