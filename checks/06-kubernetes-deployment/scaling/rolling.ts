/** Kubernetes' arithmetic of rollouts. */
import type { ManifestObject } from '#kit';

export type Rolling = { maxSurge?: number | string; maxUnavailable?: number | string };

export const rollingOf = (deployment: ManifestObject): Rolling =>
  (deployment.get('spec', 'strategy', 'rollingUpdate') ?? {}) as Rolling;

/**
 * Percentages of surge are rounded up, of unavailable down; both are 25 % by default. Where both come to 0, one pod may be
 * missing (ResolveFenceposts in k8s.io/kubernetes/pkg/controller/deployment/util).
 */
export function maxUnavailable(count: number, given: Rolling): number {
  const surge = share(given.maxSurge ?? '25%', count, Math.ceil);
  const missing = share(given.maxUnavailable ?? '25%', count, Math.floor);
  return surge === 0 && missing === 0 ? 1 : Math.min(missing, count);
}

/** A number, or a percentage of `of`. */
export function share(value: unknown, of: number, round: (value: number) => number): number {
  const text = String(value);
  return text.endsWith('%') ? round((Number.parseInt(text, 10) * of) / 100) : Number(text);
}
