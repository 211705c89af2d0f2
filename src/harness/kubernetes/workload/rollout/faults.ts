/** What keeps a pod from becoming ready, told from its status and the events about it. */
import type { CoreV1Event, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { isAboutProbe, isNoSuchImage, isOutOfMemoryAtStart, killingProbe, runtimeWords } from '../messages.ts';
import { atFault, foremost, lacks, type Obstacle } from './obstacle.ts';
import { obstacleOfScheduling } from './scheduling.ts';

/** `events`: newest first. undefined while all pods may still come up by themselves. */
export function obstacleOfPods(pods: readonly V1Pod[], events: readonly CoreV1Event[]): Obstacle | undefined {
  const own = pods.filter(({ metadata }) => !metadata?.deletionTimestamp);
  return foremost(own.map((pod) => obstacleOfPod(pod, eventsAbout(pod, events))));
}

const obstacleOfPod = (pod: V1Pod, events: readonly CoreV1Event[]) =>
  obstacleOfScheduling(pod) ?? rejected(pod) ?? obstacleOfContainers(pod, events) ?? obstacleOfSandbox(pod, events);

const eventsAbout = ({ metadata }: V1Pod, events: readonly CoreV1Event[]) =>
  events.filter(({ involvedObject }) => involvedObject.kind === 'Pod' && involvedObject.name === metadata?.name);

/** The kubelet gave the pod up: it ran into a limit of its own, or the node has nothing left. */
function rejected({ status }: V1Pod): Obstacle | undefined {
  if (status?.phase !== 'Failed') return undefined;
  const { reason = 'Failed', message: said = '' } = status;
  const ofNode = /^(Evicted|OutOf\w+|Preempting|NodeShutdown|NodeLost|Terminated)$/.test(reason);
  if (!ofNode || /exceeds the (total )?limit/.test(said))
    return atFault({ kind: 'container-not-created', reason, said });
  const what = `The node has no room left for the pods (${reason}): ${said.replace(/\.?\s*$/, '')}.`;
  return lacks('exhausted', what, 'Free memory and disk of the cluster, then check again.', 5_000);
}

function obstacleOfContainers({ spec, status }: V1Pod, events: readonly CoreV1Event[]): Obstacle | undefined {
  const specs = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return foremost(
    statuses.map((one) => {
      const limit = specs.find(({ name }) => name === one.name)?.resources?.limits?.memory;
      return killedAtStart(one, limit) ?? waitingFault(one) ?? crashFault(one, limit, events);
    }),
  );
}

/** A limit so small that the kernel kills the process before the runtime has handed over to it shows as an error of the runtime. */
function killedAtStart({ state }: V1ContainerStatus, limit: string | undefined): Obstacle | undefined {
  const { reason, message } = state?.waiting ?? {};
  if (limit === undefined || (reason !== 'RunContainerError' && reason !== 'CreateContainerError')) return undefined;
  return isOutOfMemoryAtStart(message ?? '') ? atFault({ kind: 'killed-at-start', reason, limit }) : undefined;
}

/** The kubelet tries again after 10 s: a network that was away for a moment is no fault. */
const secondPullMs = 12_000;

/** The kubelet's reasons: https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/images/types.go and container/sync_result.go beside it. */
function waitingFault({ name: container, image, state }: V1ContainerStatus): Obstacle | undefined {
  const { reason, message: said = '' } = state?.waiting ?? {};
  switch (reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'ErrImageNeverPull': {
      const certain = reason === 'ErrImageNeverPull' || isNoSuchImage(said);
      return atFault({ kind: 'image-not-pulled', image, reason, said }, certain ? 0 : secondPullMs);
    }
    case 'InvalidImageName':
      return atFault({ kind: 'image-name-invalid', image });
    case 'CreateContainerConfigError':
      return atFault({ kind: 'container-not-created', container, reason, said });
    case 'CreateContainerError':
    case 'RunContainerError':
      return atFault({ kind: 'container-not-started', container, reason, said: runtimeWords(said) });
    default:
      return undefined;
  }
}

/** The kubelet writes down that it kills a container only after it has. */
const eventLagMs = 2_000;

/** One crash may be bad luck; the kubelet restarts the container. A second is not, and the kubelet calls it CrashLoopBackOff. */
function crashFault(
  { name: container, restartCount: restarts, state, lastState }: V1ContainerStatus,
  limit: string | undefined,
  events: readonly CoreV1Event[],
): Obstacle | undefined {
  const end = state?.terminated ?? lastState?.terminated;
  if (end?.reason === 'OOMKilled') return atFault({ kind: 'out-of-memory', container, restarts, limit });
  if (!end || restarts < 1) return undefined;
  const killed = events.map(({ message }) => killingProbe(message ?? '')).find((one) => one?.container === container);
  if (killed) {
    const said = events.find(
      ({ reason, message }) => reason === 'Unhealthy' && isAboutProbe(message ?? '', killed.probe),
    );
    return atFault({ kind: 'killed-by-probe', ...killed, restarts, said: said?.message ?? '' });
  }
  const hook = events.find(({ reason }) => reason === 'FailedPostStartHook');
  if (hook) return atFault({ kind: 'hook-failed', container, said: runtimeWords(hook.message ?? '') });
  const again = state?.terminated !== undefined || state?.waiting?.reason === 'CrashLoopBackOff';
  if (!again && restarts < 2) return undefined;
  return atFault({ kind: 'crashed', container, exitCode: end.exitCode, restarts }, eventLagMs);
}

/** What happens before a container exists is told by events alone. */
function obstacleOfSandbox({ status }: V1Pod, events: readonly CoreV1Event[]): Obstacle | undefined {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  if (all.some(({ state }) => state?.running || state?.terminated)) return undefined;
  const failed = events.find(({ reason }) => reason === 'FailedMount' || reason === 'FailedCreatePodSandBox');
  const said = failed?.message ?? '';
  if (failed?.reason === 'FailedMount') return atFault({ kind: 'volume-not-mounted', said }, 8_000);
  if (failed === undefined) return undefined;
  const what = `The node can’t make a place for the pod: ${said.split('\n')[0]?.replace(/\.?\s*$/, '')}.`;
  return lacks('unsuitable', what, 'The cluster’s network or container runtime does not work: start it again.', 30_000);
}
