/** The learner's Deployment, its pods and what is told about them in the throw-away namespace, kept up to date. */
import type { CoreV1Api, CoreV1Event, V1Deployment, V1Pod } from '@kubernetes/client-node';
import type { Connection } from '../connection.ts';
import { type Watched, watchAll } from './watch.ts';

export type Workload = {
  core: CoreV1Api;
  /** Name of the cluster. */
  context: string;
  namespace: string;
  /** Name of the Deployment that is followed. */
  deployment: string;
  deployments: Watched<V1Deployment>;
  pods: Watched<V1Pod>;
  events: Watched<CoreV1Event>;
  /** The run's. */
  signal: AbortSignal;
  close(): void;
};

export async function openWorkload(
  { config, context, core, apps }: Connection,
  namespace: string,
  deployment: string,
  signal: AbortSignal,
): Promise<Workload> {
  const inside = (path: string) => `${path}/namespaces/${namespace}`;
  const [deployments, pods, events] = await Promise.all([
    watchAll<V1Deployment>(
      config,
      `${inside('/apis/apps/v1')}/deployments`,
      () => apps.listNamespacedDeployment({ namespace }),
      signal,
    ),
    watchAll<V1Pod>(config, `${inside('/api/v1')}/pods`, () => core.listNamespacedPod({ namespace }), signal),
    watchAll<CoreV1Event>(config, `${inside('/api/v1')}/events`, () => core.listNamespacedEvent({ namespace }), signal),
  ]);
  const close = () => {
    for (const one of [deployments, pods, events]) one.close();
  };
  return { core, context, namespace, deployment, deployments, pods, events, signal, close };
}

export const ownDeployment = ({ deployment, deployments }: Workload): V1Deployment | undefined =>
  deployments.all().find(({ metadata }) => metadata?.name === deployment);

/** Newest first. */
export function eventsIn({ events }: Workload): CoreV1Event[] {
  const time = ({ lastTimestamp, eventTime, firstTimestamp }: CoreV1Event) =>
    new Date(lastTimestamp ?? eventTime ?? firstTimestamp ?? 0).getTime();
  return events.all().sort((a, b) => time(b) - time(a));
}
