/** Pods as checks see them. */
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { Pod } from '../../../kit/index.ts';

export function podOf({ metadata, status }: V1Pod): Pod {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const startedAt = status?.containerStatuses?.[0]?.state?.running?.startedAt;
  const readyAt = ready?.status === 'True' ? ready.lastTransitionTime : undefined;
  return {
    name: metadata?.name ?? '',
    ip: status?.podIP ?? '',
    ready: ready?.status === 'True',
    deleting: metadata?.deletionTimestamp !== undefined,
    ended: lastEnd(status?.containerStatuses ?? []),
    restarts: (status?.containerStatuses ?? []).reduce((sum, one) => sum + one.restartCount, 0),
    startedAt: startedAt && new Date(startedAt).getTime(),
    readyAt: readyAt && new Date(readyAt).getTime(),
  };
}

function lastEnd(containers: readonly V1ContainerStatus[]): Pod['ended'] {
  for (const { name, state, lastState } of containers) {
    const end = state?.terminated ?? lastState?.terminated;
    if (end) return { container: name, reason: end.reason ?? '', exitCode: end.exitCode };
  }
  return undefined;
}

/**
 * The pods of one Deployment: each belongs to a ReplicaSet that is named after the Deployment and the hash of its template.
 * A Deployment whose name merely begins with the same word is another one.
 */
export const podsOf = (deployment: string, pods: readonly V1Pod[]): V1Pod[] =>
  pods.filter(({ metadata }) => {
    const replicaSet = `${deployment}-${metadata?.labels?.['pod-template-hash']}`;
    return metadata?.ownerReferences?.some(({ kind, name }) => kind === 'ReplicaSet' && name === replicaSet);
  });
