/**
 * The only door to clusters. A session belongs to one run: it chooses the cluster once, applies the manifests once, and deletes its
 * namespace when it is closed. What a killed run left is swept when the next one finds the cluster.
 */
import type { AppsV1Api, CoreV1Api, KubernetesObjectApi } from '@kubernetes/client-node';
import {
  type CheckScope,
  type Cluster,
  type Files,
  type Found,
  found,
  type Kubernetes,
  lacking,
  type Manifests,
  orBlock,
} from '../../kit/index.ts';
import type { ToolResult } from '../process/run-tool.ts';
import type { Scratch } from '../run/scratch.ts';
import { type ClusterChoice, chooseCluster } from './context.ts';
import { readManifests } from './manifests/manifests.ts';
import { createNamespace, deleteNamespace, missingIsFine, sweepNamespaces } from './namespace.ts';
import { refusal } from './workload/apply.ts';
import { openCluster } from './workload/cluster.ts';

export type KubernetesSession = {
  connection(): Promise<Found<Connection>>;
  forCheck(scope: Scope): Kubernetes;
  /** Deletes the namespace and waits until it is gone. */
  close(): Promise<void>;
};

export type Scope = Pick<CheckScope, 'signal' | 'log' | 'offTheClock'>;

export type KubernetesSessionOptions = {
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

export function openKubernetesSession(options: KubernetesSessionOptions): KubernetesSession {
  const { files, scratch, environment } = options;
  const wanted = options.context ?? environment.GO_CLOUD_WORKSHOP_CONTEXT;
  const loadImage = options.loadImage ?? environment.GO_CLOUD_WORKSHOP_LOAD_IMAGE;
  let asked: Promise<Found<Connection>> | undefined;
  let manifests: Manifests | undefined;
  let applied: Promise<Cluster> | undefined;
  const namespaces: string[] = [];
  const find = () => {
    asked ??= connect(environment, wanted);
    return asked;
  };
  const connection = async () => orBlock(await find());
  const read = () => {
    manifests ??= readManifests(files);
    return manifests;
  };
  return {
    connection: find,
    forCheck: (scope) => ({
      manifests: async () => read(),
      cluster() {
        applied ??= connection().then(async (at) => {
          const namespace = await createNamespace(at.core, scratch.id);
          namespaces.push(namespace);
          return openCluster({ ...options, ...(loadImage ? { loadImage } : {}) }, at, namespace, read(), scope);
        });
        return scope.offTheClock(applied);
      },
      dryRun: async (level) => dryRun(await connection(), level, read(), scratch.id, namespaces),
    }),
    async close() {
      const answer = await asked?.catch(() => undefined);
      if (!answer?.ok) return;
      const cluster = await applied?.catch(() => undefined);
      (cluster as { close?: () => void } | undefined)?.close?.();
      await Promise.all(namespaces.map((name) => deleteNamespace(answer.value.core, name)));
    },
  };
}

async function connect(environment: NodeJS.ProcessEnv, wanted: string | undefined): Promise<Found<Connection>> {
  const choice = await chooseCluster(environment, wanted);
  if (!choice.ok) return choice;
  const { AppsV1Api, CoreV1Api, KubernetesObjectApi } = await import('@kubernetes/client-node');
  const { config } = choice.value;
  const core = config.makeApiClient(CoreV1Api);
  try {
    await sweepNamespaces(core);
  } catch (error) {
    return lacking({
      need: 'kubernetes',
      state: 'unreachable',
      what: `The cluster of the context "${choice.value.context}" does not answer: ${(error as Error).message.split('\n')[0]}`,
      fix: 'Start it, or choose another context.',
    });
  }
  return found({
    ...choice.value,
    core,
    apps: config.makeApiClient(AppsV1Api),
    objects: KubernetesObjectApi.makeApiClient(config),
  });
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
