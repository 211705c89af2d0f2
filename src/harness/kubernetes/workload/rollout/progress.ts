/** How far a rollout has come: as long as it comes further, nobody gives it up. */
import type { CoreV1Event, V1Container, V1Deployment, V1Pod, V1Probe } from '@kubernetes/client-node';
import type { RolloutFault } from '../../../../kit/index.ts';
import { isAboutProbe } from '../messages.ts';

/**
 * What pods have reached so far. It only grows: a container that is started again and again comes no further, nor does a rollout
 * that only replaces its pods.
 */
export function openMilestones(): { add(pods: readonly V1Pod[]): number } {
  const reached = new Set<string>();
  return {
    add(pods) {
      for (const pod of pods) for (const one of milestonesOf(pod)) reached.add(`${pod.metadata?.uid} ${one}`);
      return reached.size;
    },
  };
}

function milestonesOf({ status }: V1Pod): string[] {
  const conditions = (status?.conditions ?? []).filter((one) => one.status === 'True').map(({ type }) => type);
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const states = containers.flatMap(({ name, state, started, imageID, ready }) => [
    ...(imageID ? [`${name} has its image`] : []),
    ...(state?.running ? [`${name} runs`] : []),
    ...(state?.terminated?.exitCode === 0 ? [`${name} has ended`] : []),
    ...(started ? [`${name} has started`] : []),
    ...(ready ? [`${name} is ready`] : []),
  ]);
  return [...conditions, ...states];
}

/** Kubernetes' own work on a busy machine: a network for the pod, an image to unpack. */
const creatingMs = 60_000;
/** A program that runs answers at once or never; a busy machine may starve it for a while. */
const runningMs = 40_000;

/** How long nothing may change before a rollout counts as stuck. */
export function patienceMs(deployment: V1Deployment | undefined, pods: readonly V1Pod[]): number {
  const creating = pods.some(({ status }) => !status?.containerStatuses?.every(({ state }) => state?.running));
  return (creating ? creatingMs : runningMs) + delaysOf(deployment);
}

/** Seconds after which Kubernetes itself calls a rollout that stands still failed, unless told otherwise: nobody waits longer for one pod. */
const mostSeconds = 600;

/** The time that the manifest itself lets pass from the start of a container until its pod counts as available, in milliseconds. */
export function delaysOf(deployment: V1Deployment | undefined): number {
  const spec = deployment?.spec?.template.spec;
  const containers: V1Container[] = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const slowest = Math.max(
    0,
    ...containers.map(({ startupProbe, readinessProbe }) => untilStarted(startupProbe) + untilReady(readinessProbe)),
  );
  return Math.min(slowest + (deployment?.spec?.minReadySeconds ?? 0), mostSeconds) * 1000;
}

/** Defaults: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe */
const untilStarted = (probe?: V1Probe) =>
  probe ? (probe.initialDelaySeconds ?? 0) + (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3) : 0;
const untilReady = (probe?: V1Probe) =>
  probe ? (probe.initialDelaySeconds ?? 0) + (probe.periodSeconds ?? 10) * (probe.successThreshold ?? 1) : 0;

/** A registry may take its time; the kubelet itself gives up a pull that comes no further. `events`: newest first. */
export function isPulling(pods: readonly V1Pod[], events: readonly CoreV1Event[]): boolean {
  return pods.some(({ metadata }) => {
    const last = events.find(({ involvedObject }) => involvedObject.name === metadata?.name);
    return last?.reason === 'Pulling';
  });
}

/** Why nothing changes any more, although nothing fails. `events`: newest first. */
export function whyStuck(pods: readonly V1Pod[], events: readonly CoreV1Event[], ms: number): RolloutFault {
  return unfinishedInit(pods, ms) ?? probeFault(pods, events) ?? { kind: 'stuck', ms };
}

function unfinishedInit(pods: readonly V1Pod[], ms: number): RolloutFault | undefined {
  for (const { spec, status } of pods) {
    const sidecars = (spec?.initContainers ?? [])
      .filter((one) => one.restartPolicy === 'Always')
      .map(({ name }) => name);
    const running = status?.initContainerStatuses?.find(
      ({ name, state }) => state?.running && !sidecars.includes(name),
    );
    if (running) return { kind: 'init-not-finished', container: running.name, ms };
  }
  return undefined;
}

/** What the kubelet last said about a probe that keeps a pod from being ready. */
function probeFault(pods: readonly V1Pod[], events: readonly CoreV1Event[]): RolloutFault | undefined {
  const names = pods.filter(({ metadata }) => !metadata?.deletionTimestamp).map(({ metadata }) => metadata?.name);
  const said = events.filter(
    ({ reason, involvedObject }) => reason === 'Unhealthy' && names.includes(involvedObject.name),
  );
  const messages = said.map(({ message }) => message ?? '');
  const first = ['readiness', 'startup'].flatMap((probe) => messages.find((one) => isAboutProbe(one, probe)) ?? [])[0];
  return (first ?? messages[0]) === undefined ? undefined : { kind: 'probe-failed', said: first ?? messages[0] ?? '' };
}
