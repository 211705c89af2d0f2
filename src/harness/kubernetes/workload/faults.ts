/** What keeps a rollout from completing, told from the status of its pods and its Deployment. */
import type { CoreV1Event, V1ContainerStatus, V1Deployment, V1Pod } from '@kubernetes/client-node';
import type { RolloutFault } from '../../../kit/index.ts';
import { isOutOfMemoryAtStart } from './messages.ts';

/** Waiting longer would change nothing. A node may still get room, and a probe may still succeed. */
export const isFinal = ({ kind }: RolloutFault): boolean => kind !== 'unschedulable' && kind !== 'probe-failed';

/** The first thing that keeps a pod from being ready; undefined while it may still come up by itself. */
export function faultOfPods(pods: readonly V1Pod[]): RolloutFault | undefined {
  for (const pod of pods) {
    if (pod.metadata?.deletionTimestamp) continue;
    const found = unschedulable(pod) ?? faultOfContainers(pod);
    if (found) return found;
  }
  return undefined;
}

function unschedulable({ status }: V1Pod): RolloutFault | undefined {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable') return undefined;
  return { kind: 'unschedulable', said: scheduled.message ?? '' };
}

function faultOfContainers({ spec, status }: V1Pod): RolloutFault | undefined {
  for (const one of status?.containerStatuses ?? []) {
    const limit = spec?.containers.find(({ name }) => name === one.name)?.resources?.limits?.memory;
    const found = killedAtStart(one, limit) ?? waitingFault(one) ?? crashFault(one);
    if (found) return found;
  }
  return undefined;
}

/** A limit so small that the kernel kills the process before the runtime has handed over to it shows as an error of the runtime. */
function killedAtStart({ state }: V1ContainerStatus, limit: string | undefined): RolloutFault | undefined {
  const { reason, message } = state?.waiting ?? {};
  if (limit === undefined || (reason !== 'RunContainerError' && reason !== 'CreateContainerError')) return undefined;
  return isOutOfMemoryAtStart(message ?? '') ? { kind: 'killed-at-start', reason, limit } : undefined;
}

/** The kubelet's reasons: https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/images/types.go and container/sync_result.go beside it. */
function waitingFault({ image, state }: V1ContainerStatus): RolloutFault | undefined {
  const { reason, message: said = '' } = state?.waiting ?? {};
  switch (reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'ErrImageNeverPull':
      return { kind: 'image-not-pulled', image, reason };
    case 'InvalidImageName':
      return { kind: 'image-name-invalid', image };
    case 'CreateContainerConfigError':
      return { kind: 'container-not-created', reason, said };
    case 'CreateContainerError':
    case 'RunContainerError':
      return { kind: 'container-not-started', reason, said };
    default:
      return undefined;
  }
}

/** One crash may be bad luck; the kubelet restarts the container. A second is not, and the kubelet calls it CrashLoopBackOff. */
function crashFault({ restartCount: restarts, state, lastState }: V1ContainerStatus): RolloutFault | undefined {
  const end = state?.terminated ?? lastState?.terminated;
  if (end?.reason === 'OOMKilled') return { kind: 'out-of-memory', restarts };
  if (!end || restarts < 1) return undefined;
  // A program that crashes has another exit code: SIGKILL (137), SIGTERM (143) and 0 are how the kubelet's own restarts end.
  const probed = end.exitCode === 137 || end.exitCode === 143 || end.exitCode === 0;
  return probed ? { kind: 'liveness-failed', restarts } : { kind: 'crashed', exitCode: end.exitCode, restarts };
}

/** The ReplicaSet can't create pods at all. */
export function refusedPods(deployment: V1Deployment | undefined): RolloutFault | undefined {
  const condition = deployment?.status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  return condition && { kind: 'pods-refused', said: condition.message ?? '' };
}

/** What the kubelet last said about a failing probe. `events`: newest first. */
export function probeFault(events: readonly CoreV1Event[]): RolloutFault | undefined {
  const said = events.find(({ reason }) => reason === 'Unhealthy')?.message;
  return said ? { kind: 'probe-failed', said } : undefined;
}
