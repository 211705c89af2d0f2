/** Validates objects against Kubernetes' published OpenAPI schema; schema.json says its version. */
import type { FieldType, ManifestFault, ManifestPath } from '../../../kit/index.ts';
import { nearest } from '../../../words/nearest.ts';
import document from './schema.json' with { type: 'json' };

type Schema = {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  enum?: unknown[];
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
};

export type SchemaFault = Extract<ManifestFault, { path: ManifestPath }>;

export const schemaVersion = document.version;
const definitions = document.definitions as unknown as Record<string, Schema>;

/**
 * The kinds a manifest may hold, and the API versions of them that the server takes, the newest first: what
 * tools/kubernetes-schema.ts has cut out of the schema.
 */
const definitionsOf: Record<string, Record<string, string>> = {
  Deployment: { 'apps/v1': 'io.k8s.api.apps.v1.Deployment' },
  Service: { v1: 'io.k8s.api.core.v1.Service' },
  PodDisruptionBudget: { 'policy/v1': 'io.k8s.api.policy.v1.PodDisruptionBudget' },
  HorizontalPodAutoscaler: {
    'autoscaling/v2': 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
    'autoscaling/v1': 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  },
  ConfigMap: { v1: 'io.k8s.api.core.v1.ConfigMap' },
  ServiceAccount: { v1: 'io.k8s.api.core.v1.ServiceAccount' },
};

export const knownKinds = Object.keys(definitionsOf);

/** Empty for a kind that a manifest may not hold. */
export const versionsOf = (kind: string): string[] => Object.keys(own(definitionsOf, kind) ?? {});

/** Unknown fields (with the near miss), wrong types and missing required fields, in the order of the file. */
export function validateObject(apiVersion: string, kind: string, value: unknown): SchemaFault[] {
  const definition = own(own(definitionsOf, kind) ?? {}, apiVersion);
  return definition ? validate({ $ref: `#/definitions/${definition}` }, value, []) : [];
}

/** A field may be called "constructor" as well. */
const own = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

function validate(given: Schema, value: unknown, path: ManifestPath): SchemaFault[] {
  const schema = resolve(given);
  // The API server treats an explicit null like a field that is not there.
  if (value === null || value === undefined) return [];
  if (isIntOrString(schema)) {
    if (typeof value === 'string') return [];
    return Number.isInteger(value) ? outOfRange('int32', value, path) : [wrongType(path, 'int-or-string', value)];
  }
  if (isQuantity(given)) return validateQuantity(value, path);
  if (schema.properties || schema.type === 'object') return validateFields(schema, value, path);
  if (schema.type === 'array') return validateItems(schema, value, path);
  return validateScalar(schema, value, path);
}

const resolve = (schema: Schema): Schema =>
  schema.$ref ? (definitions[schema.$ref.slice('#/definitions/'.length)] ?? {}) : schema;
const isIntOrString = (schema: Schema) =>
  schema.format === 'int-or-string' || schema['x-kubernetes-int-or-string'] === true;
const isQuantity = (schema: Schema) => schema.$ref?.endsWith('.api.resource.Quantity') ?? false;

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const quantity = /^[+-]?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

function validateQuantity(value: unknown, path: ManifestPath): SchemaFault[] {
  if (typeof value === 'number') return [];
  if (typeof value !== 'string') return [wrongType(path, 'quantity', value)];
  return quantity.test(value) ? [] : [{ kind: 'not-a-quantity', path, given: value }];
}

function validateFields(schema: Schema, value: unknown, path: ManifestPath): SchemaFault[] {
  if (typeof value !== 'object' || Array.isArray(value)) return [wrongType(path, 'object', value)];
  const fields = Object.entries(value as Record<string, unknown>);
  const problems = fields.flatMap(([name, field]): SchemaFault[] => {
    const known = own(schema.properties ?? {}, name);
    if (known) return validate(known, field, [...path, name]);
    const more = schema.additionalProperties;
    if (typeof more === 'object') return validate(more, field, [...path, name]);
    if (!schema.properties || more === true) return [];
    return [{ kind: 'unknown-field', path: [...path, name], near: nearest(name, Object.keys(schema.properties)) }];
  });
  // The server writes the status itself, and ignores what is given.
  const required = path[0] === 'status' ? [] : (schema.required ?? []);
  const missing = required.filter((name) => (value as Record<string, unknown>)[name] == null);
  return [...problems, ...missing.map((field): SchemaFault => ({ kind: 'missing-field', path, field }))];
}

function validateItems(schema: Schema, value: unknown, path: ManifestPath): SchemaFault[] {
  if (!Array.isArray(value)) return [wrongType(path, 'list', value)];
  return [
    ...value.flatMap((item, index) => validateItem(schema.items ?? {}, item, [...path, index])),
    ...repeated(schema, value, path),
  ];
}

/** A dash with nothing behind it: where an object is wanted, no server takes it; a text is empty then. */
function validateItem(schema: Schema, item: unknown, path: ManifestPath): SchemaFault[] {
  const { properties, type } = resolve(schema);
  return item === null && (properties || type === 'object')
    ? [wrongType(path, 'object', item)]
    : validate(schema, item, path);
}

/** Lists whose items are told apart by some of their fields, e.g. env by its names: server-side apply takes each once. */
function repeated(schema: Schema, items: readonly unknown[], path: ManifestPath): SchemaFault[] {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !keys) return [];
  const found = new Map<string, number>();
  return items.flatMap((item, index): SchemaFault[] => {
    const values = keys.map((key) => (item as Record<string, unknown> | null)?.[key] ?? defaults[key]);
    if (values.includes(undefined)) return [];
    const id = JSON.stringify(values);
    const first = found.get(id);
    if (first === undefined) found.set(id, index);
    const given = values.join('/');
    return first === undefined ? [] : [{ kind: 'repeated-entry', path: [...path, index], keys, given }];
  });
}

/** The only key of such lists that may be left out. */
const defaults: Record<string, unknown> = { protocol: 'TCP' };

const isScalar: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
};

/** int64 as far as a double can tell. */
const limits: Record<string, number> = { int32: 2 ** 31, int64: 2 ** 63 };

function outOfRange(format: string, value: unknown, path: ManifestPath): SchemaFault[] {
  const limit = limits[format] ?? Number.POSITIVE_INFINITY;
  const fits = typeof value !== 'number' || (value >= -limit && value < limit);
  return fits ? [] : [{ kind: 'out-of-range', path, given: value }];
}

const isDate = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const isBase64 = /^(?:[A-Za-z0-9+/\r\n]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function validateScalar(schema: Schema, value: unknown, path: ManifestPath): SchemaFault[] {
  const { type = '', format = '', enum: allowed } = schema;
  if (isScalar[type]?.(value) === false) return [wrongType(path, type as FieldType, value)];
  if (format === 'date-time' && !isDate.test(String(value))) return [wrongType(path, 'date', value)];
  if (format === 'byte' && !isBase64.test(String(value))) return [wrongType(path, 'base64', value)];
  if (format in limits) return outOfRange(format, value, path);
  if (!allowed || allowed.includes(value)) return [];
  return [{ kind: 'not-allowed', path, allowed, given: value }];
}

const wrongType = (path: ManifestPath, wanted: FieldType, given: unknown): SchemaFault => ({
  kind: 'wrong-type',
  path,
  wanted,
  given,
});
