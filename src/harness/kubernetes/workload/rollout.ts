/** Follows a rollout by watch to its end: complete, or the reason why it never will be. */
import type { V1Deployment } from '@kubernetes/client-node';
import type { Rollout, RolloutFault } from '../../../kit/index.ts';
import { eventsOf, evidenceOf } from './evidence.ts';
import { faultOfPods, isFinal, probeFault, refusedPods } from './faults.ts';
import { podsOf } from './pods.ts';
import type { Workload } from './workload.ts';

/** A rollout that shows no final fault for this long counts as stuck; a right one takes seconds. */
const stuckMs = 60_000;

/** As `kubectl rollout status` decides it (kubectl/pkg/polymorphichelpers/rollout_status.go), and all old pods gone. */
function isComplete(deployment: V1Deployment | undefined, generation: number): boolean {
  const { metadata, spec, status } = deployment ?? {};
  const newest = Math.max(generation, metadata?.generation ?? 0);
  if (!status || (status.observedGeneration ?? 0) < newest) return false;
  const wanted = spec?.replicas ?? 1;
  return status.updatedReplicas === wanted && status.replicas === wanted && status.availableReplicas === wanted;
}

/**
 * `begun`: performance.now() at the change that started it. `generation`: the one the API server answered that change
 * with, as the watch may still show the Deployment before it.
 */
export async function followRollout(work: Workload, begun: number, generation = 0): Promise<Rollout> {
  const { deployment, deployments, pods } = work;
  const own = () => deployments.all().find(({ metadata }) => metadata?.name === deployment);
  const settled = deployments.until(() => (isComplete(own(), generation) ? 'complete' : refusedPods(own())), stuckMs);
  const fault = pods.until((all) => {
    const found = faultOfPods(podsOf(deployment, all));
    return found && isFinal(found) ? found : undefined;
  }, stuckMs);
  const first = await Promise.race([settled, fault.then((found) => found ?? settled)]);
  const ms = Math.round(performance.now() - begun);
  return first === 'complete' ? { ok: true, ms } : failed(work, ms, first);
}

async function failed(work: Workload, ms: number, seen: RolloutFault | undefined): Promise<Rollout> {
  const events = await eventsOf(work);
  const fault = seen ??
    faultOfPods(podsOf(work.deployment, work.pods.all())) ??
    probeFault(events) ?? { kind: 'stuck' as const, ms: stuckMs };
  return { ok: false, ms, fault, evidence: await evidenceOf(work, events) };
}
