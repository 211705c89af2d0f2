/** PodDisruptionBudgets: whose pods they keep, and how many they let go. */
import { type ManifestObject, plural } from '#kit';
import type { Flaw } from '../manifest/flaw.ts';
import { selectorAt, selects, templateLabels } from '../manifest/labels.ts';
import type { Parts } from '../manifest/parts.ts';
import { share } from './rolling.ts';

const budgetsIn = ({ manifests }: Parts) => manifests.objects.filter(({ kind }) => kind === 'PodDisruptionBudget');

const keeps = (budget: ManifestObject, deployment: ManifestObject): boolean => {
  const selector = selectorAt(budget);
  return selector !== undefined && selects(selector, templateLabels(deployment));
};

export function budgetMissesThePods(parts: Parts): Flaw | undefined {
  const deployments = parts.manifests.objects.filter(({ kind }) => kind === 'Deployment');
  const idle = budgetsIn(parts).find((budget) => !deployments.some((deployment) => keeps(budget, deployment)));
  if (!idle) return undefined;
  return {
    at: idle.where('spec', 'selector', 'matchLabels'),
    summary: `The PodDisruptionBudget ${idle.name} selects no pods.`,
    expected: 'the labels of the Deployment’s spec.template.metadata.labels',
    actual: JSON.stringify(idle.get('spec', 'selector') ?? null),
    hint: 'Kubernetes accepts it silently, and nothing is kept when a node is drained. Use the label that the Service selects by.',
  };
}

/** With as few pods as there may be: `count`. */
export function budgetLetsNoneGo(parts: Parts, count: number): Flaw | undefined {
  const own = budgetsIn(parts).filter((budget) => keeps(budget, parts.deployment));
  const [first, second] = own;
  if (first && second)
    return {
      at: second.at,
      summary: `The PodDisruptionBudgets ${first.name} and ${second.name} keep the same pods, so none can be evicted.`,
      expected: 'one PodDisruptionBudget for the pods',
      hint: 'Kubernetes evicts no pod that more than one budget selects: a node could not be drained.',
    };
  if (!first) return undefined;
  const [least, most] = [first.get('spec', 'minAvailable'), first.get('spec', 'maxUnavailable')];
  const go = least == null ? share(most ?? 0, count, Math.ceil) : count - share(least, count, Math.ceil);
  if (go >= 1) return undefined;
  const field = least == null ? 'maxUnavailable' : 'minAvailable';
  return {
    at: first.where('spec', field),
    summary: `The PodDisruptionBudget ${first.name} lets no pod go, so no node can be drained.`,
    expected: `one pod may go: maxUnavailable: 1, or minAvailable: ${count - 1} or less with ${plural(count, 'pod')}`,
    actual: `${field}: ${least ?? most ?? 'not set'} of ${plural(count, 'pod')}`,
    hint: 'Draining a node, as an update does, then waits forever for a pod that may not be evicted.',
  };
}
