/** The learner's Deployment and its pods in the throw-away namespace, kept up to date. */
import type { CoreV1Api, V1Deployment, V1Pod } from '@kubernetes/client-node';
import type { Connection } from '../connection.ts';
import { type Watched, watchAll } from './watch.ts';

export type Workload = {
  core: CoreV1Api;
  namespace: string;
  /** Name of the Deployment that is followed. */
  deployment: string;
  deployments: Watched<V1Deployment>;
  pods: Watched<V1Pod>;
};

export async function openWorkload(
  { config, core, apps }: Connection,
  namespace: string,
  deployment: string,
  signal: AbortSignal,
): Promise<Workload> {
  const [deployments, pods] = await Promise.all([
    watchAll<V1Deployment>(
      config,
      `/apis/apps/v1/namespaces/${namespace}/deployments`,
      () => apps.listNamespacedDeployment({ namespace }),
      signal,
    ),
    watchAll<V1Pod>(
      config,
      `/api/v1/namespaces/${namespace}/pods`,
      () => core.listNamespacedPod({ namespace }),
      signal,
    ),
  ]);
  return { core, namespace, deployment, deployments, pods };
}
