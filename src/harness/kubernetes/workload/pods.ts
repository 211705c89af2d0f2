/** Pods as checks see them, and the reasons why one does not come up, in plain words. */
import type { CoreV1Event, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { Pod } from '../../../kit/index.ts';

export function podOf(pod: V1Pod): Pod {
  const { metadata, status } = pod;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const startedAt = status?.containerStatuses?.[0]?.state?.running?.startedAt;
  return {
    name: metadata?.name ?? '',
    ip: status?.podIP ?? '',
    ready: ready?.status === 'True',
    deleting: metadata?.deletionTimestamp !== undefined,
    restarts: (status?.containerStatuses ?? []).reduce((sum, one) => sum + one.restartCount, 0),
    ...(startedAt ? { startedAt: new Date(startedAt).getTime() } : {}),
    ...(ready?.status === 'True' && ready.lastTransitionTime
      ? { readyAt: new Date(ready.lastTransitionTime).getTime() }
      : {}),
  };
}

export type Trouble = { reason: string; hint: string /** More waiting would change nothing. */; final: boolean };

/** The first thing that keeps a pod from being ready; undefined while it may still come up by itself. */
export function troubleOf(pods: readonly V1Pod[]): Trouble | undefined {
  for (const pod of pods) {
    if (pod.metadata?.deletionTimestamp) continue;
    const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable')
      return {
        reason: `No node has room for the pod: ${scheduled.message}.`,
        hint: 'What it asks for (resources.requests) is more than the cluster has left.',
        final: false,
      };
    for (const status of pod.status?.containerStatuses ?? []) {
      const limit = pod.spec?.containers.find(({ name }) => name === status.name)?.resources?.limits?.memory;
      const found = killedAtStart(status, limit) ?? waitingTrouble(status) ?? crashTrouble(status);
      if (found) return found;
    }
  }
  return undefined;
}

const imageHint =
  'Compare the image’s name letter by letter; what the check loads is go-cloud-workshop/user-service:v1, and no registry has it.';

function waitingTrouble({ image, state }: V1ContainerStatus): Trouble | undefined {
  const waiting = state?.waiting;
  switch (waiting?.reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'ErrImageNeverPull':
      return { reason: `Kubernetes can't get the image ${image} (${waiting.reason}).`, hint: imageHint, final: true };
    case 'InvalidImageName':
      return { reason: `${image} is no name of an image (InvalidImageName).`, hint: imageHint, final: true };
    case 'CreateContainerConfigError':
      return {
        reason: `The container can't be made (CreateContainerConfigError): ${waiting.message}.`,
        hint: 'Often a ConfigMap or Secret that is not there, or runAsNonRoot with an image that would run as root.',
        final: true,
      };
    case 'CreateContainerError':
    case 'RunContainerError':
      return {
        reason: `The container can't be started (${waiting.reason}): ${waiting.message}.`,
        hint: 'The image holds one binary, /server, as its ENTRYPOINT: command and args are best left out.',
        final: true,
      };
    default:
      return undefined;
  }
}

/** A limit so small that the kernel ends the process before the runtime has handed over to it shows as this error of containerd's. */
function killedAtStart({ state }: V1ContainerStatus, limit: string | undefined): Trouble | undefined {
  const { reason, message } = state?.waiting ?? {};
  if (
    limit === undefined ||
    !/^(RunContainerError|CreateContainerError)$/.test(reason ?? '') ||
    !/stopped process|OOM|memory/i.test(message ?? '')
  )
    return undefined;
  return {
    reason: `The container ends while it is being started (${reason}): its memory limit is ${limit}.`,
    hint: 'The kernel kills what goes above resources.limits.memory. Even an empty Go service needs some 10 MiB to start; 128Mi is plenty.',
    final: true,
  };
}

/** One crash may be bad luck; a second one is not, and the kubelet calls it CrashLoopBackOff. */
function crashTrouble({ restartCount, state, lastState }: V1ContainerStatus): Trouble | undefined {
  const end = state?.terminated ?? lastState?.terminated;
  if (end?.reason === 'OOMKilled')
    return {
      reason: `The container was killed for using more memory than its limit (OOMKilled, ${restartCount} restarts).`,
      hint: 'Raise resources.limits.memory: 128Mi is plenty for this service.',
      final: true,
    };
  if (!end || restartCount < 1) return undefined;
  // 137 and 143 after a restart: the kubelet ended it because its liveness probe failed.
  const probed = end.exitCode === 137 || end.exitCode === 143 || end.exitCode === 0;
  return {
    reason: probed
      ? `The kubelet restarted the container ${restartCount} ${restartCount === 1 ? 'time' : 'times'}: its liveness probe fails.`
      : `The program ends again and again (CrashLoopBackOff, exit code ${end.exitCode}, ${restartCount} ${restartCount === 1 ? 'restart' : 'restarts'}).`,
    hint: probed ? 'Does the liveness probe ask /healthz on port 8080?' : 'What it printed before it ended is below.',
    final: true,
  };
}

/** What the kubelet says about probes that fail, newest first. */
export function probeTrouble(events: readonly CoreV1Event[]): Trouble | undefined {
  const event = events.find(({ reason }) => reason === 'Unhealthy');
  if (!event?.message) return undefined;
  return {
    reason: `The pods do not become ready: ${event.message}`,
    hint: 'Ask yourself what the probe asks: path, port, and whether the program answers 200 there.',
    final: false,
  };
}
