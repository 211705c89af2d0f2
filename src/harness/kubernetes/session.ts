/**
 * The only door to clusters. A session belongs to one run: it chooses the cluster once, applies the manifests once, and deletes its
 * namespaces when it is closed. What a killed run left is swept when the next one finds the cluster.
 */
import {
  type Admission,
  block,
  type CheckScope,
  type Found,
  found,
  type Kubernetes,
  LackError,
  lacking,
  type Manifests,
  orBlock,
} from '../../kit/index.ts';
import { once } from '../run/once.ts';
import { shared } from '../run/shared.ts';
import { type Connection, connect } from './connection.ts';
import { readManifests } from './manifests/manifests.ts';
import { createNamespace, deleteNamespace, newNamespaceName } from './namespace.ts';
import type { ClusterSetup, KubernetesOptions } from './options.ts';
import { admission } from './workload/admission.ts';
import { openCluster } from './workload/cluster.ts';
import { openNews } from './workload/progress.ts';

export type KubernetesSession = {
  connection(): Promise<Found<Connection>>;
  forCheck(scope: CheckScope): Kubernetes;
  /** Deletes the namespaces and waits until they are gone. */
  close(): Promise<void>;
};

export function openKubernetesSession(given: KubernetesOptions): KubernetesSession {
  const { files, scratch, environment } = given;
  const loadImage = given.loadImage ?? environment.GO_CLOUD_WORKSHOP_LOAD_IMAGE;
  const options = { ...given, loadImage };
  let manifests: Manifests | undefined;
  const namespaces: string[] = [];
  const connection = once(() => connect(environment, given.context ?? environment.GO_CLOUD_WORKSHOP_CONTEXT));
  const read = () => {
    manifests ??= readManifests(files);
    return manifests;
  };
  const namespaceIn = async ({ core, context }: Connection) => {
    const name = newNamespaceName();
    namespaces.push(name);
    await createNamespace(core, name, scratch.id, context);
    return name;
  };
  const news = openNews();
  const cluster = shared(async (log) => {
    const setup = declared(given.cluster);
    const at = orBlock(await connection());
    return openCluster({
      options,
      setup,
      at,
      namespace: await namespaceIn(at),
      manifests: read(),
      log,
      tell: news.tell,
    });
  });
  const dryRun = async (level: 'restricted'): Promise<Found<Admission>> => {
    const { spec } = declared(given.cluster);
    const answer = await connection();
    if (!answer.ok) return answer;
    try {
      return found(await admission(answer.value, await namespaceIn(answer.value), read(), spec.deployment, level));
    } catch (error) {
      if (error instanceof LackError) return lacking(error.lack);
      throw error;
    }
  };
  return {
    connection,
    forCheck: (scope) => ({
      manifests: async () => read(),
      cluster() {
        scope.defer(news.follow(scope.progress));
        return cluster.join(scope);
      },
      dryRun,
    }),
    async close() {
      const answer = await connection.asked()?.catch(() => undefined);
      if (!answer?.ok) return;
      const opened = await cluster.begun()?.catch(() => undefined);
      opened?.close();
      const left = await Promise.all(namespaces.map((name) => deleteNamespace(answer.value, name)));
      for (const lack of left) if (lack) block(lack);
    },
  };
}

function declared(cluster: ClusterSetup | undefined): ClusterSetup {
  if (!cluster) throw new Error('the stage uses a cluster, but its checker declares none: stage({ cluster: … })');
  return cluster;
}
