import { type CheckContext, type Cluster, check, fail } from '#kit';
import { notRolledOut } from './findings/rollout.ts';
import { partsOf } from './manifest/parts.ts';
import { placeOf } from './manifest/place-of-fault.ts';
import { onCluster } from './scene.ts';

/** Server-side apply into a throw-away namespace: the rollout completes, or the finding names the reason. */
export const rollsOut = check(
  'rolls-out',
  'rolls out: every pod becomes available',
  onCluster('How a rollout goes'),
  async (context) => {
    const cluster = await context.kubernetes.cluster();
    const { rollout } = cluster;
    if (!rollout.ok) {
      const at = placeOf(rollout.fault, await partsOf(context));
      const shown = at ? [context.source.show(at)] : [];
      const evidence = [...shown, ...rollout.evidence].filter((one) => one !== undefined);
      fail(notRolledOut(rollout.fault, cluster.context, evidence));
    }
    context.measure('rollout', rollout.ms, 'ms');
    await measurePods(cluster, context);
  },
);

async function measurePods(cluster: Cluster, { measure }: CheckContext): Promise<void> {
  const pods = await cluster.pods();
  // The kubelet reports whole seconds: the quickest pod says most.
  const times = pods.flatMap(({ startedAt, readyAt }) => (startedAt && readyAt ? [readyAt - startedAt] : []));
  if (times.length > 0) measure('pod-ready', Math.max(0, Math.min(...times)), 'ms');
  const memory = await cluster.podMemory();
  if (memory !== undefined) measure('pod-memory', memory, 'bytes');
}
