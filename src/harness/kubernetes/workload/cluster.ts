/** The manifests on a real cluster: images loaded, toolbox started, objects applied, and what checks can then do with it. */
import type { Cluster, ClusterSpec, Manifests, Rollout } from '../../../kit/index.ts';
import { asked } from '../answers.ts';
import type { Connection } from '../connection.ts';
import { type ImageJob, provideImages } from '../image/provide.ts';
import { missingIsFine } from '../namespace.ts';
import { startToolbox, type Toolbox, toolboxObjects, upstreamUrls } from '../toolbox/toolbox.ts';
import { applyAll } from './apply-all.ts';
import { noteChanges } from './changes.ts';
import { evidenceOf } from './evidence.ts';
import { podOf, podsOf } from './pods.ts';
import { type Tell, tellLoad, tellPods } from './progress.ts';
import { followRollout } from './rollout/follow.ts';
import { delaysOf } from './rollout/progress.ts';
import { openWorkload, ownDeployment, type Workload } from './workload.ts';

export type ClusterJob = ImageJob & { namespace: string; manifests: Manifests; tell: Tell };

export async function openCluster(job: ClusterJob): Promise<Cluster & { close(): void }> {
  const { options, setup, at, namespace, manifests, log, tell } = job;
  const { spec } = setup;
  log('kubernetes', 'building the images of the program and of the toolbox');
  const images = await provideImages(job);
  options.signal.throwIfAborted();
  const work = await asked(at.context, () => openWorkload(at, namespace, spec.deployment, options.signal));
  try {
    const toolbox = telling(await startToolbox(at, work, images.toolbox, spec.fakes ?? []), tell);
    log('kubernetes', `applying ${manifests.objects.length} objects to ${namespace}`);
    const begun = performance.now();
    const refused = await applyAll(at, manifests, {
      namespace,
      image: { written: spec.image, loaded: images.program },
      env: upstreamUrls(spec.upstreams),
      ours: toolboxObjects(namespace, images.toolbox, spec.fakes ?? []),
    });
    if (!refused) tellPods(work, tell);
    const rollout = refused ?? (await followRollout(work, begun));
    return { ...clusterOf(at, work, spec, toolbox, rollout), close: work.close };
  } catch (error) {
    work.close();
    throw error;
  }
}

function clusterOf(at: Connection, work: Workload, spec: ClusterSpec, toolbox: Toolbox, rollout: Rollout): Cluster {
  const { namespace, pods } = work;
  const own = () => podsOf(work.deployment, pods.all()).map(podOf);
  return {
    context: at.context,
    namespace,
    rollout,
    restart: () => restart(at, work),
    delaysMs: () => delaysOf(ownDeployment(work)),
    graceMs: () => Math.min(graceOf(work), mostGrace) * 1000,
    pods: async () => own(),
    deletePod: async (name) =>
      void (await asked(at.context, () => missingIsFine(at.core.deleteNamespacedPod({ name, namespace })))),
    async awaitPods(wanted, ms = 60_000) {
      const reached = await pods.until(() => wanted(own()) || undefined, ms);
      return { reached: reached === true, pods: own() };
    },
    get: toolbox.get,
    getFrom: ({ ip }, path) => toolbox.get(`http://${ip}:${spec.port}${path}`),
    fake: toolbox.fake,
    load: (url) => loadOf(toolbox, work, url),
    podMemory: () =>
      memoryOf(
        at,
        namespace,
        own().map(({ name }) => name),
      ),
    evidence: () => evidenceOf(work),
  };
}

/** Seconds. A pod may be given days to end; nobody waits for that. */
const mostGrace = 900;
const graceOf = (work: Workload) => ownDeployment(work)?.spec?.template.spec?.terminationGracePeriodSeconds ?? 30;

/** The same toolbox, and whoever watches hears what it does. */
const telling = (toolbox: Toolbox, tell: Tell): Toolbox => ({
  ...toolbox,
  async fake(service, state) {
    await toolbox.fake(service, state);
    tell({ kind: 'dependency', name: service, up: state === 'up' });
  },
  async load(url) {
    const load = await toolbox.load(url);
    return load && tellLoad(load, tell);
  },
});

/** Adds the annotation that `kubectl rollout restart` adds. */
async function restart({ apps, context }: Connection, work: Workload): Promise<Rollout> {
  const begun = performance.now();
  const value = {
    ...ownDeployment(work)?.spec?.template.metadata?.annotations,
    'kubectl.kubernetes.io/restartedAt': new Date().toISOString(),
  };
  const changed = await asked(context, () =>
    apps.patchNamespacedDeployment({
      name: work.deployment,
      namespace: work.namespace,
      body: [{ op: 'add', path: '/spec/template/metadata/annotations', value }],
    }),
  );
  return followRollout(work, begun, changed.metadata?.generation);
}

async function loadOf(toolbox: Toolbox, work: Workload, url: string): ReturnType<Cluster['load']> {
  const load = await toolbox.load(url);
  if (!load) return undefined;
  const changes = noteChanges(work);
  return {
    async stop() {
      const report = await load.stop();
      changes.stop();
      const restarts = changes.restarts();
      return { ...report, restarts, failures: report.failures.map((one) => ({ ...one, near: changes.near(one) })) };
    },
  };
}

/** From the metrics API, where the cluster has one (metrics-server); it answers in Ki. */
async function memoryOf(
  { config }: Connection,
  namespace: string,
  pods: readonly string[],
): Promise<number | undefined> {
  const { Metrics } = await import('../client.ts');
  try {
    const { items } = await new Metrics(config).getPodMetrics(namespace);
    const usage = items.find(({ metadata }) => pods.includes(metadata.name))?.containers[0]?.usage.memory;
    const kibibytes = /^(\d+)Ki$/.exec(usage ?? '')?.[1];
    return kibibytes ? Number(kibibytes) * 1024 : undefined;
  } catch {
    return undefined;
  }
}
