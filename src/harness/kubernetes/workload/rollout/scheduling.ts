/** Why a pod is on no node. */
import type { V1Pod } from '@kubernetes/client-node';
import { placing, whyUnschedulable } from '../messages.ts';
import { atFault, lacks, type Obstacle } from './obstacle.ts';

/** Pods of another run may be about to leave, and a new node says for some seconds that it is not ready. */
const roomMs = 30_000;
/** A scheduler looks at a pod within milliseconds. */
const noticedMs = 15_000;

export function obstacleOfScheduling({ spec, status }: V1Pod): Obstacle | undefined {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'True' || status?.startTime !== undefined) return undefined;
  // A pod whose template names the node passes every scheduler by.
  if (spec?.nodeName) return atFault({ kind: 'no-such-node', name: spec.nodeName }, noticedMs);
  if (!scheduled) return notNoticed(spec?.schedulerName);
  const said = placing(scheduled.message ?? '');
  if (scheduled.reason === 'SchedulingGated')
    return atFault({ kind: 'scheduling-gated', gates: (spec?.schedulingGates ?? []).map(({ name }) => name) }, 3_000);
  return scheduled.reason === 'Unschedulable' ? unschedulable(said) : undefined;
}

function notNoticed(scheduler = 'default-scheduler'): Obstacle {
  if (scheduler !== 'default-scheduler') return atFault({ kind: 'no-such-scheduler', name: scheduler }, noticedMs);
  const what = 'The scheduler of the cluster does nothing: it has not looked at the pods.';
  return lacks('stopped', what, 'Start the cluster again.', roomMs);
}

function unschedulable(said: string): Obstacle {
  const why = whyUnschedulable(said);
  const words = said.replace(/\.?\s*$/, '');
  switch (why.because) {
    case 'rule':
      return atFault({ kind: 'unplaceable', rule: why.rule, nodes: why.nodes, said }, 5_000);
    case 'room':
      return lacks(
        'exhausted',
        `The cluster has no room for the pods: ${words}.`,
        'Delete what else runs in it, or give it more memory and CPUs.',
        roomMs,
      );
    case 'nodes':
      return lacks(
        'unsuitable',
        `No node of the cluster takes pods: ${words}.`,
        'See: kubectl describe nodes.',
        roomMs,
      );
    case 'volume':
      return atFault({ kind: 'unschedulable', said }, 5_000);
    case 'other':
      return atFault({ kind: 'unschedulable', said }, roomMs);
  }
}
