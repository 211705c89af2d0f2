/** What a finding about a rollout shows: the pods, the namespace's events, and what a pod printed. */
import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { Evidence } from '../../../kit/index.ts';
import { podOf, podsOf } from './pods.ts';
import { eventsIn, type Workload } from './workload.ts';

const maxEvents = 15;
const maxLogLines = 30;

export async function evidenceOf(work: Workload): Promise<Evidence[]> {
  const pods = podsOf(work.deployment, work.pods.all());
  const told = eventsIn(work).filter(({ involvedObject: { name = '' } }) =>
    `${name}-`.startsWith(`${work.deployment}-`),
  );
  return [
    { kind: 'events', title: 'Pods', text: pods.map(podLine).join('\n') || '(none)' },
    {
      kind: 'events',
      title: 'Events, newest first',
      text: told.slice(0, maxEvents).map(eventLine).join('\n') || '(none)',
    },
    ...(await logsOf(work, pods)),
  ];
}

function podLine(pod: V1Pod): string {
  const { name, ready, restarts, deleting } = podOf(pod);
  return `${name}: ${ready ? 'ready' : 'not ready'}${deleting ? ', being deleted' : ''}, ${restarts} restarts`;
}

function eventLine({ type, reason, message, involvedObject: { kind, name } }: CoreV1Event): string {
  return `${type} ${reason} ${kind?.toLowerCase()}/${name}: ${message}`;
}

/** Of a pod that is not ready, else of the first; of the container before its restart where there was one. */
async function logsOf({ core, namespace }: Workload, pods: V1Pod[]): Promise<Evidence[]> {
  const pod = pods.find((one) => !podOf(one).ready) ?? pods[0];
  const name = pod?.metadata?.name;
  if (!name) return [];
  for (const previous of [true, false]) {
    try {
      const text = await core.readNamespacedPodLog({ name, namespace, tailLines: maxLogLines, previous });
      if (text)
        return [{ kind: 'log', title: `What ${name} printed${previous ? ' before it was restarted' : ''}`, text }];
    } catch {
      // There is no container yet, or none before this one.
    }
  }
  return [];
}
