/**
 * The only door to clusters. A room belongs to one run: it chooses the cluster once, applies the manifests once, and deletes its
 * namespace when it is closed. What a killed run left is swept when the next one finds the cluster.
 */
import type { AppsV1Api, CoreV1Api, KubernetesObjectApi } from '@kubernetes/client-node';
import type { CheckContext, Cluster, Files, Kubernetes, Manifests } from '../kit/index.ts';
import { block } from '../kit/verdicts.ts';
import { refusal } from './kubernetes-apply.ts';
import { openCluster } from './kubernetes-cluster.ts';
import { type ClusterChoice, chooseCluster } from './kubernetes-context.ts';
import { readManifests } from './kubernetes-manifests.ts';
import { createNamespace, deleteNamespace, missingIsFine, sweepNamespaces } from './kubernetes-namespace.ts';
import type { ToolResult } from './process.ts';
import type { Scratch } from './scratch.ts';

export type KubernetesRoom = {
  /** Why no cluster can be used, and the shortest way to one; undefined: there is one. */
  lacks(): Promise<string | undefined>;
  forCheck(scope: Scope): Kubernetes;
  /** Deletes the namespace and waits until it is gone. */
  close(): Promise<void>;
};

export type Scope = Pick<CheckContext, 'signal' | 'log' | 'unhurried'>;

export type KubernetesRoomOptions = {
  files: Files;
  scratch: Scratch;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** --context and --load-image; else GO_CLOUD_WORKSHOP_CONTEXT and GO_CLOUD_WORKSHOP_LOAD_IMAGE. */
  context?: string;
  loadImage?: string;
  /** The module of stage 05 whose cmd/server is the image. */
  service?: string;
  /** The learner's own folder of stage 05, where that stage is passed: its image is deployed instead. */
  own?: string;
  /** Runs a program of the machine's, e.g. go, kind, docker; undefined: there is none of that name. */
  run(command: string, args: string[], cwd?: string, env?: Record<string, string>): Promise<ToolResult | undefined>;
};

export type Connection = ClusterChoice & { core: CoreV1Api; apps: AppsV1Api; objects: KubernetesObjectApi };

export function openKubernetesRoom(options: KubernetesRoomOptions): KubernetesRoom {
  const { files, scratch, environment } = options;
  const wanted = options.context ?? environment.GO_CLOUD_WORKSHOP_CONTEXT;
  const loadImage = options.loadImage ?? environment.GO_CLOUD_WORKSHOP_LOAD_IMAGE;
  let found: Promise<Connection | string> | undefined;
  let manifests: Manifests | undefined;
  let applied: Promise<Cluster> | undefined;
  const namespaces: string[] = [];
  const find = () => {
    found ??= connect(environment, wanted);
    return found;
  };
  const connection = async () => {
    const answer = await find();
    return typeof answer === 'string' ? block('kubernetes', answer) : answer;
  };
  const read = () => {
    manifests ??= readManifests(files);
    return manifests;
  };
  return {
    async lacks() {
      const answer = await find();
      return typeof answer === 'string' ? answer : undefined;
    },
    forCheck: (scope) => ({
      manifests: async () => read(),
      cluster() {
        applied ??= connection().then(async (at) => {
          const namespace = await createNamespace(at.core, scratch.id);
          namespaces.push(namespace);
          return openCluster({ ...options, ...(loadImage ? { loadImage } : {}) }, at, namespace, read(), scope);
        });
        return scope.unhurried(applied);
      },
      dryRun: async (level) => dryRun(await connection(), level, read(), scratch.id, namespaces),
    }),
    async close() {
      const at = await found?.catch(() => undefined);
      if (!at || typeof at === 'string') return;
      const cluster = await applied?.catch(() => undefined);
      (cluster as { close?: () => void } | undefined)?.close?.();
      await Promise.all(namespaces.map((name) => deleteNamespace(at.core, name)));
    },
  };
}

async function connect(environment: NodeJS.ProcessEnv, wanted: string | undefined): Promise<Connection | string> {
  const choice = await chooseCluster(environment, wanted);
  if (typeof choice === 'string') return choice;
  const { AppsV1Api, CoreV1Api, KubernetesObjectApi } = await import('@kubernetes/client-node');
  const { config } = choice;
  const core = config.makeApiClient(CoreV1Api);
  try {
    await sweepNamespaces(core);
  } catch (error) {
    return `The cluster of the context "${choice.context}" does not answer: ${(error as Error).message.split('\n')[0]}`;
  }
  return { ...choice, core, apps: config.makeApiClient(AppsV1Api), objects: KubernetesObjectApi.makeApiClient(config) };
}

/** In a namespace of its own, since a dry run needs one that enforces the standard. Kubernetes warns about workloads and refuses only pods, so the pod itself is asked about. */
async function dryRun(
  at: Connection,
  level: 'restricted',
  manifests: Manifests,
  run: string,
  namespaces: string[],
): Promise<string | undefined> {
  const deployment = manifests.objects.find(({ kind, name }) => kind === 'Deployment' && name === 'user-service');
  if (!deployment) return undefined;
  const namespace = await createNamespace(at.core, run);
  namespaces.push(namespace);
  await at.core.patchNamespace({
    name: namespace,
    body: [{ op: 'replace', path: '/metadata/labels/pod-security.kubernetes.io~1enforce', value: level }],
  });
  try {
    const template = deployment.get('spec', 'template') as { metadata?: object; spec?: object };
    await at.core.createNamespacedPod({
      namespace,
      dryRun: 'All',
      body: { metadata: { ...template.metadata, name: 'user-service-dry-run' }, spec: template.spec as never },
    });
    return undefined;
  } catch (error) {
    const said = refusal(error);
    if (said === undefined) throw error;
    // Whatever else it may refuse is for the rollout to tell.
    return said.includes('PodSecurity') ? said : undefined;
  } finally {
    await missingIsFine(at.core.deleteNamespace({ name: namespace }));
  }
}
