/**
 * `node tools/kubernetes-schema.ts`: extracts the kinds a manifest may hold from Kubernetes' published OpenAPI document
 * (api/openapi-spec/swagger.json of the module k8s.io/kubernetes, from the Go module proxy) and writes
 * src/harness/kubernetes/manifests/schema.json, without descriptions.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/course/own.ts';

const version = 'v1.34.4';
const kinds = [
  'io.k8s.api.apps.v1.Deployment',
  'io.k8s.api.core.v1.Service',
  'io.k8s.api.policy.v1.PodDisruptionBudget',
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  'io.k8s.api.core.v1.ConfigMap',
  'io.k8s.api.core.v1.ServiceAccount',
];

type Schema = { [key: string]: unknown };

const module = JSON.parse(
  execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${version}`], { encoding: 'utf8' }),
) as { Dir: string };
const swagger = JSON.parse(readFileSync(join(module.Dir, 'api/openapi-spec/swagger.json'), 'utf8')) as {
  definitions: Record<string, Schema>;
};

const definitions: Record<string, unknown> = {};
const waiting = [...kinds];
for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
  if (name in definitions) continue;
  const schema = withoutDescriptions(swagger.definitions[name]);
  definitions[name] = schema;
  waiting.push(...references(schema));
}
const sorted = Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => a.localeCompare(b)));
const file = join(packageRoot, 'src/harness/kubernetes/manifests/schema.json');
writeFileSync(file, `${JSON.stringify({ version, definitions: sorted })}\n`);

/** Drops only text: a property may itself be called "description". */
function withoutDescriptions(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutDescriptions);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => key !== 'description' || typeof value !== 'string');
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutDescriptions(value)]));
}

function references(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value.slice('#/definitions/'.length)] : references(value),
  );
}
