import { check, type ManifestObject, plural } from '#kit';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { partsOf } from './manifest/parts.ts';

/** During a rollout at least two pods stay available, by Kubernetes' own rounding. */
export const replicas = check(
  'replicas',
  'keeps at least two pods available during a rollout',
  { lesson: 'How a rollout goes' },
  async (context) => {
    const { deployment } = await partsOf(context);
    failAtFirst(context, [recreates(deployment), standsStill(deployment), tooFew(deployment)]);
  },
);

function recreates(deployment: ManifestObject): Flaw | undefined {
  if (deployment.get('spec', 'strategy', 'type') !== 'Recreate') return undefined;
  return {
    at: deployment.where('spec', 'strategy', 'type'),
    summary: 'The strategy Recreate stops every pod before it starts a new one.',
    expected: 'RollingUpdate, which is also the default',
    actual: 'Recreate: some seconds without any pod in each rollout',
    hint: 'Leave the type out, and set maxUnavailable: 0.',
  };
}

function standsStill(deployment: ManifestObject): Flaw | undefined {
  const { maxSurge, maxUnavailable } = rolling(deployment);
  const zero = (value: unknown) => /^0%?$/.test(String(value));
  if (!zero(maxSurge) || !zero(maxUnavailable)) return undefined;
  return {
    at: deployment.where('spec', 'strategy', 'rollingUpdate'),
    summary: 'maxSurge and maxUnavailable are both 0: the rollout could never begin.',
    expected: 'one of the two above 0',
    hint: 'maxSurge: 1 with maxUnavailable: 0 starts a new pod first.',
  };
}

function tooFew(deployment: ManifestObject): Flaw | undefined {
  const written = deployment.get('spec', 'replicas');
  const count = Number(written ?? 1);
  const unavailable = maxUnavailable(count, rolling(deployment));
  if (count - unavailable >= 2) return undefined;
  return {
    at: deployment.where('spec', written === undefined ? 'template' : 'replicas'),
    summary: `While a new version rolls out, only ${count - unavailable} of ${plural(count, 'pod')} may be available.`,
    expected: 'replicas − maxUnavailable ≥ 2',
    actual: `replicas ${written ?? '1 (not set)'}, maxUnavailable ${unavailable} after rounding`,
    hint: 'Two replicas and maxUnavailable: 0 are enough. With a single pod, every drained node is an outage.',
  };
}

type Rolling = { maxSurge?: number | string; maxUnavailable?: number | string };

const rolling = (deployment: ManifestObject) => (deployment.get('spec', 'strategy', 'rollingUpdate') ?? {}) as Rolling;

/**
 * Percentages of surge are rounded up, of unavailable down; both are 25 % by default. Where both come to 0, one pod may be
 * missing (ResolveFenceposts in k8s.io/kubernetes/pkg/controller/deployment/util).
 */
function maxUnavailable(count: number, given: Rolling): number {
  const surge = share(given.maxSurge ?? '25%', count, Math.ceil);
  const missing = share(given.maxUnavailable ?? '25%', count, Math.floor);
  return surge === 0 && missing === 0 ? 1 : Math.min(missing, count);
}

function share(value: number | string, of: number, round: (value: number) => number): number {
  const text = String(value);
  return text.endsWith('%') ? round((Number.parseInt(text, 10) * of) / 100) : Number(text);
}
