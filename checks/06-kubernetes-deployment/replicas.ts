import { check } from '#kit';
import { failAt, partsOf } from './service.ts';

/** During a rollout at least two pods stay available, by Kubernetes' own rounding. */
export const replicas = check(
  'replicas',
  'keeps at least two pods available during a rollout',
  { lesson: 'How a rollout goes' },
  async (context) => {
    const { deployment } = await partsOf(context);
    const strategy = deployment.get('spec', 'strategy', 'type') ?? 'RollingUpdate';
    if (strategy === 'Recreate') {
      failAt(context, deployment.where('spec', 'strategy', 'type'), {
        summary: 'The strategy Recreate ends every pod before it starts a new one.',
        expected: 'RollingUpdate, which is also what Kubernetes takes where nothing is set',
        actual: 'Recreate: some seconds without any pod in each rollout',
        hint: 'Leave the type out, and set maxUnavailable: 0.',
      });
    }
    const count = Number(deployment.get('spec', 'replicas') ?? 1);
    const unavailable = maxUnavailable(
      count,
      deployment.get('spec', 'strategy', 'rollingUpdate') as Rolling | undefined,
    );
    if (unavailable === 'invalid') {
      failAt(context, deployment.where('spec', 'strategy', 'rollingUpdate'), {
        summary: 'maxSurge and maxUnavailable are both 0: the rollout could never begin.',
        expected: 'one of the two above 0',
        hint: 'maxSurge: 1 with maxUnavailable: 0 starts a new pod first.',
      });
    }
    if (count - unavailable >= 2) return;
    failAt(
      context,
      deployment.where('spec', deployment.get('spec', 'replicas') === undefined ? 'template' : 'replicas'),
      {
        summary: `While a new version rolls out, ${count - unavailable} of ${count} ${count === 1 ? 'pod' : 'pods'} may be all that is available.`,
        expected: 'replicas − maxUnavailable ≥ 2',
        actual: `replicas ${deployment.get('spec', 'replicas') ?? '1 (not set)'}, maxUnavailable ${unavailable} after rounding`,
        hint: 'Two replicas and maxUnavailable: 0 are enough. A single pod is an outage with every node that is drained.',
      },
    );
  },
);

type Rolling = { maxSurge?: number | string; maxUnavailable?: number | string };

/**
 * Percentages of surge are rounded up, of unavailable down; both 25 % by default; where both come to 0, one pod may be
 * missing (ResolveFenceposts in k8s.io/kubernetes/pkg/controller/deployment/util). Explicit zeros are refused.
 */
function maxUnavailable(count: number, rolling: Rolling = {}): number | 'invalid' {
  const surge = share(rolling.maxSurge ?? '25%', count, Math.ceil);
  const missing = share(rolling.maxUnavailable ?? '25%', count, Math.floor);
  const zero = (value: unknown) => /^0%?$/.test(String(value));
  if (zero(rolling.maxSurge) && zero(rolling.maxUnavailable)) return 'invalid';
  return surge === 0 && missing === 0 ? 1 : Math.min(missing, count);
}

function share(value: number | string, of: number, round: (value: number) => number): number {
  const text = String(value);
  return text.endsWith('%') ? round((Number.parseInt(text, 10) * of) / 100) : Number(text);
}
