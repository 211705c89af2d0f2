/** The manifests on a real cluster: images built and loaded, toolbox started, objects applied, and what checks can then do with it. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { block, type Cluster, type LoadFailure, type Manifests, type Rollout } from '../../../kit/index.ts';
import { assembleImage } from '../image/assemble.ts';
import { loadImage } from '../image/load.ts';
import { missingIsFine } from '../namespace.ts';
import type { Connection, KubernetesSessionOptions, Scope } from '../session.ts';
import { driveToolbox, toolboxName, toolboxObjects, toolboxSource } from '../toolbox/toolbox.ts';
import { appliedCopy, apply, refusal } from './apply.ts';
import { podOf } from './pods.ts';
import { deploymentName, evidenceOf, followRollout, openWorkload, ownPods, type Workload } from './rollout.ts';

const serviceImage = 'go-cloud-workshop/user-service:v1';
const toolboxImage = 'go-cloud-workshop/toolbox:v1';

export async function openCluster(
  options: KubernetesSessionOptions,
  at: Connection,
  namespace: string,
  manifests: Manifests,
  scope: Scope,
): Promise<Cluster & { close(): void }> {
  const { service: folder } = options;
  if (!folder) throw new Error('nobody said which module the image is made of');
  const arch = await architecture(at);
  const say = (line: string) => scope.log('kubernetes', line);
  say('building the image of the service and of the toolbox');
  const [service, toolbox] = await Promise.all([
    provideService(options, at, { folder, arch, scope }),
    provide(options, at, { reference: toolboxImage, name: 'toolbox', package: '.', arch, source: writeToolbox }),
  ]);
  scope.signal.throwIfAborted();
  const work = await openWorkload(at.config, at.core, at.apps, namespace);
  for (const object of toolboxObjects(namespace, toolbox)) await at.objects.create(object);
  await toolboxReady(work);
  say(`applying ${manifests.objects.length} objects to ${namespace}`);
  const begun = performance.now();
  const refused = await applyAll(at, manifests, namespace, service);
  const rollout = refused ?? (await followRollout(work, begun));
  return { ...clusterOf(at, work, rollout), close: () => closeWatches(work) };
}

const closeWatches = ({ pods, deployments }: Workload) => {
  pods.close();
  deployments.close();
};

async function applyAll(
  at: Connection,
  manifests: Manifests,
  namespace: string,
  reference: string,
): Promise<Rollout | undefined> {
  for (const object of manifests.objects) {
    try {
      await apply(at.objects, appliedCopy(object, namespace, reference));
    } catch (error) {
      const said = refusal(error);
      if (said === undefined) throw error;
      const evidence = [{ kind: 'events' as const, title: 'The API server', text: said, at: object.at }];
      return {
        ok: false,
        ms: 0,
        reason: `The API server refuses the ${object.kind} ${object.name}.`,
        hint: 'Its own words are below; they name the field.',
        evidence,
      };
    }
  }
  return undefined;
}

/** GOARCH of the first node; all nodes of a local cluster are this machine. */
async function architecture({ core }: Connection): Promise<string> {
  const { items } = await core.listNode({ limit: 1 });
  return items[0]?.status?.nodeInfo?.architecture ?? 'amd64';
}

type Program = { reference: string; name: string; package: string; arch: string; source: (folder: string) => void };

type Service = { folder: string; arch: string; scope: Scope };

/** The learner's own image where there is one, else the reference's. */
async function provideService(
  options: KubernetesSessionOptions,
  at: Connection,
  { folder, arch, scope }: Service,
): Promise<string> {
  if (options.own) {
    const { saveOwnImage } = await import('../image/own.ts');
    const archive = join(options.scratch.folder('own-image'), 'image.tar');
    const own = await saveOwnImage(options, options.own, serviceImage, archive, scope);
    if (own.ok) return load(options, at, archive, serviceImage);
    scope.log('kubernetes', `the reference's image stands in, as ${own.because}`);
  }
  const source = (target: string) => cpSync(folder, target, { recursive: true });
  return provide(options, at, { reference: serviceImage, name: 'server', package: './cmd/server', arch, source });
}

/** Builds, packs and loads; the name under which the cluster has it. */
async function provide(options: KubernetesSessionOptions, at: Connection, program: Program): Promise<string> {
  const folder = options.scratch.folder(program.name);
  const source = join(folder, 'source');
  mkdirSync(source);
  program.source(source);
  const binary = join(folder, program.name);
  const built = await options.run(
    'go',
    ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', binary, program.package],
    source,
    { GOOS: 'linux', GOARCH: program.arch },
  );
  if (built?.code !== 0)
    throw new Error(`the image ${program.reference} could not be built: ${built?.output ?? 'there is no go command'}`);
  const archive = join(folder, 'image.tar');
  await assembleImage({ reference: program.reference, binary, name: program.name, arch: program.arch, archive });
  return load(options, at, archive, program.reference);
}

async function load(
  options: KubernetesSessionOptions,
  at: Connection,
  archive: string,
  reference: string,
): Promise<string> {
  const loading = await loadImage(at, archive, reference, options.loadImage, options.run);
  return loading.ok
    ? loading.reference
    : block({ need: 'kubernetes', state: 'unsuitable', what: loading.because, fix: '' });
}

function writeToolbox(folder: string): void {
  writeFileSync(join(folder, 'go.mod'), 'module toolbox\n\ngo 1.22\n');
  writeFileSync(join(folder, 'main.go'), toolboxSource());
}

async function toolboxReady({ pods }: Workload): Promise<void> {
  const ready = await pods.until(
    (all) => all.some((pod) => pod.metadata?.name === toolboxName && podOf(pod).ready) || undefined,
    60_000,
  );
  if (ready) return;
  const pod = pods.all().find(({ metadata }) => metadata?.name === toolboxName);
  throw new Error(
    `the toolbox pod did not start: ${JSON.stringify(pod?.status?.containerStatuses?.[0]?.state ?? pod?.status?.conditions)}`,
  );
}

function clusterOf(at: Connection, work: Workload, rollout: Rollout): Cluster {
  const { core, apps, namespace, pods } = { ...at, ...work };
  const toolbox = driveToolbox(core, namespace);
  const own = () => ownPods(pods.all()).map(podOf);
  return {
    context: at.context,
    namespace,
    rollout,
    async restart() {
      const begun = performance.now();
      // What `kubectl rollout restart` writes; JSON Patch's ~1 is a slash.
      const annotation = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
      const changed = await apps.patchNamespacedDeployment({
        name: deploymentName,
        namespace,
        body: [{ op: 'add', path: '/spec/template/metadata/annotations', value: annotation }],
      });
      return followRollout(work, begun, changed.metadata?.generation);
    },
    pods: async () => own(),
    deletePod: async (name) => void (await missingIsFine(core.deleteNamespacedPod({ name, namespace }))),
    async awaitPods(wanted, ms = 60_000) {
      const reached = await pods.until(() => (wanted(own()) ? true : undefined), ms);
      return { reached: reached === true, pods: own() };
    },
    get: toolbox.get,
    dependency: toolbox.dependency,
    async load(url) {
      const load = await toolbox.load(url);
      if (!load) return undefined;
      const changes = notingChanges(work);
      return {
        async stop() {
          const report = await load.stop();
          return { ...report, failures: report.failures.map((failure) => ({ ...failure, ...changes.at(failure) })) };
        },
      };
    },
    podMemory: () => memoryOf(at, namespace),
    evidence: () => evidenceOf(work),
  };
}

/** From the metrics API, where the cluster has one (metrics-server). */
async function memoryOf({ config }: Connection, namespace: string): Promise<number | undefined> {
  const { Metrics } = await import('@kubernetes/client-node');
  try {
    const { items } = await new Metrics(config).getPodMetrics(namespace);
    const own = items.find(({ metadata }) => metadata.name.startsWith(`${deploymentName}-`));
    // The metrics API speaks in Ki.
    const kibibytes = /^(\d+)Ki$/.exec(own?.containers[0]?.usage.memory ?? '')?.[1];
    return kibibytes ? Number(kibibytes) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** Which pod came or went within a second of a failure: a request through a Service does not say where it went. */
function notingChanges({ pods }: Workload): { at(failure: LoadFailure): { pod?: string } } {
  const seen = new Map<string, string>();
  const moments: { pod: string; what: string; time: number }[] = [];
  void pods.until((all) => {
    for (const pod of ownPods(all).map(podOf)) {
      const what = pod.deleting ? 'was ending' : pod.ready ? 'was ready' : 'was starting';
      if (seen.get(pod.name) !== what) moments.push({ pod: pod.name, what, time: Date.now() });
      seen.set(pod.name, what);
    }
    return undefined;
  }, 600_000);
  return {
    at(failure) {
      const time = new Date(failure.at).getTime();
      const [nearest] = moments
        .filter(({ what }) => what !== 'was ready')
        .sort((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time));
      return nearest ? { pod: `${nearest.pod} ${nearest.what}` } : {};
    },
  };
}
