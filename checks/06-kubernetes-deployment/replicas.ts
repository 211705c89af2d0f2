import { check, type ManifestObject, plural } from '#kit';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { type Parts, partsOf } from './manifest/parts.ts';
import { leastOfAll, scalesNothing, scalesTooLow } from './scaling/autoscaler.ts';
import { budgetLetsNoneGo } from './scaling/disruption.ts';
import { maxUnavailable, rollingOf, share } from './scaling/rolling.ts';

/** During a rollout at least two pods stay available, by Kubernetes' own rounding. */
export const replicas = check(
  'replicas',
  'keeps at least two pods available during a rollout',
  { lesson: 'How a rollout goes' },
  async (context) => {
    const parts = await partsOf(context);
    const { deployment } = parts;
    failAtFirst(context, [
      recreates(deployment),
      noSuchStrategy(deployment),
      ...quotedNumbers(deployment),
      standsStill(deployment),
      isPaused(deployment),
      tooFew(deployment),
      scalesNothing(parts),
      scalesTooLow(parts),
      budgetLetsNoneGo(parts, fewest(parts)),
    ]);
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

/** The API server refuses these two; without a cluster nobody else would. */
function noSuchStrategy(deployment: ManifestObject): Flaw | undefined {
  const type = deployment.get('spec', 'strategy', 'type');
  if (type == null || type === '' || type === 'RollingUpdate') return undefined;
  return {
    at: deployment.where('spec', 'strategy', 'type'),
    summary: `Kubernetes knows no strategy "${type}".`,
    expected: 'RollingUpdate, which is also the default',
    actual: String(type),
    hint: 'The API server refuses it. Besides RollingUpdate there is only Recreate.',
  };
}

const quotedNumbers = (deployment: ManifestObject): (Flaw | undefined)[] =>
  (['maxSurge', 'maxUnavailable'] as const).map((field) => {
    const given = rollingOf(deployment)[field];
    if (typeof given !== 'string' || /^\d+%$/.test(given)) return undefined;
    return {
      at: deployment.where('spec', 'strategy', 'rollingUpdate', field),
      summary: `${field} is the text "${given}", neither a number nor a percentage.`,
      expected: `${field}: 1, or a percentage such as 25%`,
      actual: `"${given}"`,
      hint: 'The API server refuses it. A whole number stands without quotes.',
    };
  });

function standsStill(deployment: ManifestObject): Flaw | undefined {
  const { maxSurge, maxUnavailable } = rollingOf(deployment);
  const zero = (value: unknown) => /^0%?$/.test(String(value));
  if (!zero(maxSurge) || !zero(maxUnavailable)) return undefined;
  return {
    at: deployment.where('spec', 'strategy', 'rollingUpdate'),
    summary: 'maxSurge and maxUnavailable are both 0: the rollout could never begin.',
    expected: 'one of the two above 0',
    hint: 'maxSurge: 1 with maxUnavailable: 0 starts a new pod first.',
  };
}

function isPaused(deployment: ManifestObject): Flaw | undefined {
  if (deployment.get('spec', 'paused') !== true) return undefined;
  return {
    at: deployment.where('spec', 'paused'),
    summary: 'The Deployment is paused: Kubernetes would not roll out anything.',
    expected: 'no paused',
    actual: 'paused: true',
    hint: 'kubectl rollout pause sets it, kubectl rollout resume takes it away again.',
  };
}

const replicasOf = (deployment: ManifestObject): number => Number(deployment.get('spec', 'replicas') ?? 1);

/** The fewest pods that there may be while nothing rolls out. */
const fewest = (parts: Parts): number => leastOfAll(parts) ?? replicasOf(parts.deployment);

function tooFew(deployment: ManifestObject): Flaw | undefined {
  const written = deployment.get('spec', 'replicas');
  const count = replicasOf(deployment);
  const given = rollingOf(deployment);
  const unavailable = maxUnavailable(count, given);
  if (count - unavailable >= 2) return undefined;
  // With enough pods it is the strategy that takes them away.
  const isStrategy =
    count >= 2 && given.maxUnavailable !== undefined && share(given.maxUnavailable, count, Math.floor) > 0;
  return {
    at: isStrategy
      ? deployment.where('spec', 'strategy', 'rollingUpdate', 'maxUnavailable')
      : deployment.where('spec', ...(written === undefined ? [] : ['replicas'])),
    summary: `While a new version rolls out, only ${count - unavailable} of ${plural(count, 'pod')} may be available.`,
    expected: 'replicas − maxUnavailable ≥ 2',
    actual: `replicas ${written ?? '1 (not set)'}, maxUnavailable ${unavailable} after rounding`,
    hint: 'Two replicas and maxUnavailable: 0 are enough. With a single pod, every drained node is an outage.',
  };
}
