/** Reads k8s/*.yaml: documents, `List`s unpacked, each object validated against the published schema. */
import type { Files, ManifestObject, ManifestPath, ManifestProblem, Manifests } from '../../../kit/index.ts';
import { nearest } from '../../../words/nearest.ts';
import { knownKinds, schemaVersion, validateObject, versionsOf } from './validate.ts';
import { mostBytes, readYaml, type YamlDocument } from './yaml.ts';

const manifestFile = /^k8s\/[^/]+\.ya?ml$/;

export function readManifests(files: Files): Manifests {
  const names = files.list().filter((name) => manifestFile.test(name));
  const objects: ManifestObject[] = [];
  const problems: ManifestProblem[] = [];
  let room = mostBytes;
  for (const name of names) {
    const read = readYaml(name, files.read(name) ?? '', room);
    room -= read.size;
    problems.push(...read.problems);
    for (const document of read.documents) unpack(document, [], {}, objects, problems);
  }
  return { files: names, objects, problems: [...problems, ...duplicates(objects)], schema: schemaVersion };
}

/** `typed`: what the items of a ServiceList and the like are, where they don't say it themselves. */
function unpack(
  document: YamlDocument,
  path: ManifestPath,
  typed: { apiVersion?: unknown; kind?: string },
  objects: ManifestObject[],
  problems: ManifestProblem[],
): void {
  const value = at(document.value, path);
  const here = document.where(path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push({ kind: 'not-an-object', at: here });
    return;
  }
  const { apiVersion, kind, items } = value as { apiVersion?: unknown; kind?: unknown; items?: unknown };
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    const inner = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
    for (const index of items.keys()) unpack(document, [...path, 'items', index], inner, objects, problems);
    return;
  }
  const given = value as Record<string, unknown>;
  const object = makeObject(document, path, (given.kind ?? '') === '' ? { ...given, ...typed } : given);
  objects.push(object);
  problems.push(...problemsOf(object));
}

function makeObject(document: YamlDocument, base: ManifestPath, value: Record<string, unknown>): ManifestObject {
  const name = at(value, ['metadata', 'name']);
  const given = withoutNulls(value);
  return {
    apiVersion: String(value.apiVersion ?? ''),
    kind: String(value.kind ?? ''),
    name: typeof name === 'string' ? name : '',
    value,
    at: document.where(base),
    get: (...path) => at(given, path),
    where: (...path) => document.where([...base, ...path]),
  };
}

/** No field that anybody asks for is deeper. */
const deepest = 64;

/** The API server treats an explicit null like a field that is not there. The items of a list stay, so that their numbers do. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field, depth + 1)]));
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
  const { apiVersion, kind } = object;
  const found: ManifestProblem[] = validateObject(apiVersion, kind, object.value).map((fault) => ({
    ...fault,
    at: object.where(...fault.path),
  }));
  // Empty means the one that kubectl is told.
  if ((object.get('metadata', 'namespace') ?? '') !== '')
    found.push({ kind: 'has-namespace', object: kind, at: object.where('metadata', 'namespace') });
  if (object.name === '') found.push({ kind: 'no-name', object: kind, at: object.where('metadata') });
  return found;
}

/** No other kind may reach a cluster: a Namespace or a ClusterRole would really be created. */
function kindProblem({ kind, apiVersion, where }: ManifestObject): ManifestProblem | undefined {
  const known = knownKinds;
  const versions = versionsOf(kind);
  const [wanted] = versions;
  if (kind === '') return { kind: 'no-kind', known, at: where() };
  if (wanted === undefined)
    return { kind: 'unknown-kind', given: kind, near: nearest(kind, known), known, at: where('kind') };
  if (versions.includes(apiVersion)) return undefined;
  return { kind: 'other-version', object: kind, wanted, given: apiVersion, at: where('apiVersion') };
}

function duplicates(objects: readonly ManifestObject[]): ManifestProblem[] {
  const seen = new Set<string>();
  const isSecond = ({ kind, name }: ManifestObject) => {
    const id = `${kind} ${name}`;
    return seen.has(id) || !seen.add(id);
  };
  return objects.filter(isSecond).map(({ kind, name, at }) => ({ kind: 'duplicate-object', object: kind, name, at }));
}
