/** Objects held against Kubernetes' published OpenAPI schema (schema.json says its version). */
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
};

export type Path = readonly (string | number)[];
export type SchemaProblem = { path: Path; message: string; hint?: string };

export const schemaVersion = document.version;
const definitions = document.definitions as unknown as Record<string, Schema>;

/** The kinds that stage 06 allows, with the API version they have. */
export const knownKinds: Record<string, { apiVersion: string; definition: string }> = {
  Deployment: { apiVersion: 'apps/v1', definition: 'io.k8s.api.apps.v1.Deployment' },
  Service: { apiVersion: 'v1', definition: 'io.k8s.api.core.v1.Service' },
  PodDisruptionBudget: { apiVersion: 'policy/v1', definition: 'io.k8s.api.policy.v1.PodDisruptionBudget' },
  HorizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    definition: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  },
  ConfigMap: { apiVersion: 'v1', definition: 'io.k8s.api.core.v1.ConfigMap' },
  ServiceAccount: { apiVersion: 'v1', definition: 'io.k8s.api.core.v1.ServiceAccount' },
};

/** Unknown fields (with the near miss), wrong types and missing required fields, in the order of the file. */
export function validateObject(kind: string, value: unknown): SchemaProblem[] {
  const known = knownKinds[kind];
  return known ? validate({ $ref: `#/definitions/${known.definition}` }, value, []) : [];
}

function validate(given: Schema, value: unknown, path: Path): SchemaProblem[] {
  const schema = resolve(given);
  // The API server treats an explicit null like a field that is not there.
  if (value === null || value === undefined) return [];
  if (isIntOrString(schema))
    return typeof value === 'string' || Number.isInteger(value)
      ? []
      : [wrongType(path, 'a whole number or text', value)];
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

function validateQuantity(value: unknown, path: Path): SchemaProblem[] {
  if (typeof value === 'number') return [];
  if (typeof value !== 'string') return [wrongType(path, 'a quantity such as 64Mi or 50m', value)];
  if (quantity.test(value)) return [];
  return [
    {
      path,
      message: `${last(path)}: "${value}" is no quantity.`,
      hint: 'Memory is written 64Mi, CPU 50m (thousandths of a core).',
    },
  ];
}

function validateFields(schema: Schema, value: unknown, path: Path): SchemaProblem[] {
  if (typeof value !== 'object' || Array.isArray(value))
    return [wrongType(path, 'an object (key: value lines)', value)];
  const fields = Object.entries(value as Record<string, unknown>);
  const problems = fields.flatMap(([name, field]) => {
    const own = schema.properties?.[name];
    if (own) return validate(own, field, [...path, name]);
    const more = schema.additionalProperties;
    if (typeof more === 'object') return validate(more, field, [...path, name]);
    if (!schema.properties || more === true) return [];
    return [unknownField(name, Object.keys(schema.properties), [...path, name])];
  });
  const missing = (schema.required ?? []).filter((name) => (value as Record<string, unknown>)[name] === undefined);
  return [
    ...problems,
    ...missing.map((name) => ({
      path,
      message: `${where(path)} lacks the field "${name}", which Kubernetes requires.`,
    })),
  ];
}

function validateItems(schema: Schema, value: unknown, path: Path): SchemaProblem[] {
  if (!Array.isArray(value)) return [wrongType(path, 'a list (lines that begin with "- ")', value)];
  return value.flatMap((item, index) => validate(schema.items ?? {}, item, [...path, index]));
}

function validateScalar(schema: Schema, value: unknown, path: Path): SchemaProblem[] {
  const right: Record<string, [boolean, string]> = {
    string: [typeof value === 'string', 'text (in quotes where it looks like a number or true/false)'],
    integer: [Number.isInteger(value), 'a whole number without quotes'],
    number: [typeof value === 'number', 'a number without quotes'],
    boolean: [typeof value === 'boolean', 'true or false without quotes'],
  };
  const [fits, wanted] = right[schema.type ?? ''] ?? [true, ''];
  if (!fits) return [wrongType(path, wanted, value)];
  if (!schema.enum || schema.enum.includes(value)) return [];
  return [{ path, message: `${where(path)} is ${JSON.stringify(value)}; Kubernetes knows ${schema.enum.join(', ')}.` }];
}

function wrongType(path: Path, wanted: string, value: unknown): SchemaProblem {
  const is = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : JSON.stringify(value);
  return { path, message: `${where(path)} is ${is}, and Kubernetes wants ${wanted}.` };
}

function unknownField(name: string, known: readonly string[], path: Path): SchemaProblem {
  const near = nearest(name, known);
  return {
    path,
    message: `Kubernetes knows no field "${name}" ${path.length > 1 ? `in ${where(path.slice(0, -1))}` : 'at the top of this object'}.`,
    hint: near
      ? `Did you mean ${near}?`
      : 'Is it indented under the right key? kubectl explain shows which fields there are.',
  };
}

const last = (path: Path) => String(path.at(-1) ?? 'the object');
const where = (path: Path) =>
  path.length === 0
    ? 'The object'
    : path.reduce<string>(
        (so, part) => (typeof part === 'number' ? `${so}[${part}]` : so ? `${so}.${part}` : part),
        '',
      );
