/** HorizontalPodAutoscalers, which overrule the replicas of a Deployment. */
import type { ManifestObject } from '#kit';
import { contract } from '../manifest/contract.ts';
import type { Flaw } from '../manifest/flaw.ts';
import type { Parts } from '../manifest/parts.ts';

const scalersIn = ({ manifests }: Parts) => manifests.objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');

const target = (scaler: ManifestObject) =>
  (scaler.get('spec', 'scaleTargetRef') ?? {}) as { apiVersion?: string; kind?: string; name?: string };

const scalersOf = (parts: Parts): ManifestObject[] =>
  scalersIn(parts).filter(
    (scaler) => target(scaler).kind === 'Deployment' && target(scaler).name === contract.deployment,
  );

/** undefined: nothing scales the Deployment. */
export const leastOfAll = (parts: Parts): number | undefined => {
  const all = scalersOf(parts).map(leastReplicas);
  return all.length > 0 ? Math.min(...all) : undefined;
};

/** 1 where it is not set. */
const leastReplicas = (scaler: ManifestObject): number => Number(scaler.get('spec', 'minReplicas') ?? 1);

export function scalesNothing(parts: Parts): Flaw | undefined {
  const names = parts.manifests.objects.filter(({ kind }) => kind === 'Deployment').map(({ name }) => name);
  const isLost = (scaler: ManifestObject) => {
    const { apiVersion, kind, name = '' } = target(scaler);
    return kind !== 'Deployment' || !names.includes(name) || !/^apps\//.test(apiVersion ?? '');
  };
  const lost = scalersIn(parts).find(isLost);
  if (!lost) return undefined;
  const { apiVersion = 'no apiVersion', kind, name } = target(lost);
  const field = kind !== 'Deployment' ? 'kind' : names.includes(name ?? '') ? 'apiVersion' : 'name';
  return {
    at: lost.where('spec', 'scaleTargetRef', field),
    summary: `The HorizontalPodAutoscaler ${lost.name} does not name the Deployment.`,
    expected: `scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${contract.deployment}}`,
    actual: `${apiVersion}, ${kind} ${name}`,
    hint: 'Kubernetes accepts it silently and scales nothing.',
  };
}

export function scalesTooLow(parts: Parts): Flaw | undefined {
  const scaler = scalersOf(parts).find((one) => leastReplicas(one) < 2);
  if (!scaler) return undefined;
  const isSet = scaler.get('spec', 'minReplicas') != null;
  const field = isSet ? 'minReplicas' : 'maxReplicas';
  return {
    at: scaler.where('spec', field),
    summary: `The HorizontalPodAutoscaler ${scaler.name} may go down to ${leastReplicas(scaler)} pod, whatever replicas says.`,
    expected: 'minReplicas: 2 or more',
    actual: `minReplicas ${isSet ? leastReplicas(scaler) : '1 (not set)'}, maxReplicas ${scaler.get('spec', 'maxReplicas')}`,
    hint: 'An autoscaler overrules replicas as soon as it has measured: at night one pod would be left, and its loss an outage.',
  };
}
