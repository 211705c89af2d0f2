/** Follows a rollout by watch to its end: complete, or the reason why it never will be. */
import type { AppsV1Api, CoreV1Api, CoreV1Event, KubeConfig, V1Deployment, V1Pod } from '@kubernetes/client-node';
import type { Evidence, Rollout } from '../../../kit/index.ts';
import { podOf, probeTrouble, type Trouble, troubleOf } from './pods.ts';
import { type Watched, watchAll } from './watch.ts';

export type Workload = {
  config: KubeConfig;
  core: CoreV1Api;
  apps: AppsV1Api;
  namespace: string;
  deployments: Watched<V1Deployment>;
  pods: Watched<V1Pod>;
};

export const deploymentName = 'user-service';
/** Beyond this a rollout that shows no final trouble counts as stuck; a right one takes seconds. */
const stuckMs = 60_000;

export async function openWorkload(
  config: KubeConfig,
  core: CoreV1Api,
  apps: AppsV1Api,
  namespace: string,
): Promise<Workload> {
  const [deployments, pods] = await Promise.all([
    watchAll<V1Deployment>(config, `/apis/apps/v1/namespaces/${namespace}/deployments`, () =>
      apps.listNamespacedDeployment({ namespace }),
    ),
    watchAll<V1Pod>(config, `/api/v1/namespaces/${namespace}/pods`, () => core.listNamespacedPod({ namespace })),
  ]);
  return { config, core, apps, namespace, deployments, pods };
}

/** Pods of the learner's Deployment: not the toolbox. */
export const ownPods = (pods: readonly V1Pod[]): V1Pod[] =>
  pods.filter((pod) => pod.metadata?.name?.startsWith(`${deploymentName}-`));

/** As `kubectl rollout status` decides it (kubectl/pkg/polymorphichelpers/rollout_status.go), old pods gone included. */
function isComplete(deployment: V1Deployment | undefined, generation: number): boolean {
  const { metadata, spec, status } = deployment ?? {};
  const newest = Math.max(generation, metadata?.generation ?? 0);
  if (!status || (status.observedGeneration ?? 0) < newest) return false;
  const wanted = spec?.replicas ?? 1;
  return status.updatedReplicas === wanted && status.replicas === wanted && status.availableReplicas === wanted;
}

/** `generation`: what the change that began it was answered with, as the watch may still show the Deployment before it. */
export async function followRollout(work: Workload, begun: number, generation = 0): Promise<Rollout> {
  const { deployments, pods } = work;
  const own = () => deployments.all().find((one) => one.metadata?.name === deploymentName);
  const complete = deployments.until(() => (isComplete(own(), generation) ? 'complete' : refusedPods(own())), stuckMs);
  const trouble = pods.until((all) => {
    const found = troubleOf(ownPods(all));
    return found?.final ? found : undefined;
  }, stuckMs);
  const first = await Promise.race([complete, trouble.then((found) => found ?? complete)]);
  const ms = Math.round(performance.now() - begun);
  if (first === 'complete') return { ok: true, ms };
  const events = await eventsOf(work);
  const why = first ?? troubleOf(ownPods(pods.all())) ?? probeTrouble(events) ?? stuck;
  return { ok: false, ms, reason: why.reason, hint: why.hint, evidence: await evidenceOf(work, events) };
}

const stuck: Trouble = {
  reason: 'The rollout did not get anywhere for a minute.',
  hint: 'The events below say what Kubernetes tried.',
  final: true,
};

/** The ReplicaSet can't create pods at all: the Pod Security Standard or the quota refuses them. */
function refusedPods(deployment: V1Deployment | undefined): Trouble | undefined {
  const condition = deployment?.status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (!condition) return undefined;
  return {
    reason: `Kubernetes refuses to create the pods: ${condition.message}`,
    hint: 'The check’s namespace enforces the baseline standard and allows 20 pods.',
    final: true,
  };
}

/** Newest first. */
export async function eventsOf({ core, namespace }: Workload): Promise<CoreV1Event[]> {
  const { items } = await core.listNamespacedEvent({ namespace });
  const time = (event: CoreV1Event) => new Date(event.lastTimestamp ?? event.eventTime ?? 0).getTime();
  return items.sort((a, b) => time(b) - time(a));
}

export async function evidenceOf(work: Workload, events?: CoreV1Event[]): Promise<Evidence[]> {
  const pods = ownPods(work.pods.all());
  const lines = pods.map((pod) => {
    const { name, ready, restarts, deleting } = podOf(pod);
    return `${name}: ${ready ? 'ready' : 'not ready'}${deleting ? ', being deleted' : ''}, ${restarts} restarts`;
  });
  const told = (events ?? (await eventsOf(work)))
    .filter(({ involvedObject }) => involvedObject.name?.startsWith(deploymentName))
    .slice(0, 15)
    .map(
      ({ type, reason, message, involvedObject }) =>
        `${type} ${reason} ${involvedObject.kind?.toLowerCase()}/${involvedObject.name}: ${message}`,
    );
  return [
    { kind: 'events', title: 'Pods', text: lines.join('\n') || '(none)' },
    { kind: 'events', title: 'Events, newest first', text: told.join('\n') || '(none)' },
    ...(await logsOf(work, pods)),
  ];
}

/** Of a pod that is in trouble, else of the first; of the run before the restart where there is one. */
async function logsOf({ core, namespace }: Workload, pods: V1Pod[]): Promise<Evidence[]> {
  const pod = pods.find((one) => !podOf(one).ready) ?? pods[0];
  const name = pod?.metadata?.name;
  if (!name) return [];
  for (const previous of [true, false]) {
    try {
      const text = await core.readNamespacedPodLog({ name, namespace, tailLines: 30, previous });
      if (text)
        return [{ kind: 'log', title: `What ${name} printed${previous ? ' before it was restarted' : ''}`, text }];
    } catch {
      // No container yet, or none before this one.
    }
  }
  return [];
}
