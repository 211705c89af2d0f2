/** What only a cluster can tell: real pods, real traffic, real rollouts. */
import { type Check, type CheckContext, type Cluster, check, type Evidence, fail, type LoadReport } from '#kit';
import { partsOf } from './service.ts';

const base: Partial<Check> = { needs: ['go', 'kubernetes'], exclusive: true, timeoutMs: 240_000 };
const through = 'http://user-service';

/** The files first: a cluster is only asked about manifests that can be right. */
const files = ['selectors', 'replicas', 'resources', 'probes', 'hardened', 'image', 'grace'];

/** Server-side apply into a throw-away namespace; the rollout completes, or its reason is named. */
export const rollsOut = check(
  'rolls-out',
  'rolls out: every pod becomes available',
  { ...base, lesson: 'How a rollout goes', after: files },
  async (context) => {
    const cluster = await context.kubernetes.cluster();
    const { rollout } = cluster;
    if (rollout.ok) {
      context.measure('rollout', rollout.ms, 'ms');
      await measurePods(cluster, context);
      return;
    }
    fail({
      summary: rollout.reason.endsWith('.') ? rollout.reason : `${rollout.reason}.`,
      expected: `every pod available, after applying to ${cluster.context}`,
      actual: 'the rollout is not complete',
      hint: rollout.hint ?? 'The events below say what Kubernetes tried.',
      evidence: rollout.evidence,
    });
  },
);

async function measurePods(cluster: Cluster, { measure }: CheckContext): Promise<void> {
  const pods = await cluster.pods();
  // The kubelet tells whole seconds: the quickest pod says most.
  const times = pods.flatMap(({ startedAt, readyAt }) => (startedAt && readyAt ? [readyAt - startedAt] : []));
  if (times.length > 0) measure('pod-ready', Math.max(0, Math.min(...times)), 'ms');
  const memory = await cluster.podMemory();
  if (memory !== undefined) measure('pod-memory', memory, 'bytes');
}

/** A ClusterIP may refuse for about a second after a rollout is reported complete, so the first answer is awaited. */
export const serves = check(
  'serves',
  'answers /healthz, /readyz and /slow through the Service',
  { ...base, lesson: 'Labels and selectors', after: ['rolls-out'] },
  async ({ kubernetes }) => {
    const cluster = await kubernetes.cluster();
    for (const path of ['/healthz', '/readyz', '/slow']) {
      const answer = await answering(cluster, path);
      if (answer.status === 200) continue;
      fail({
        summary: `GET ${through}${path} from inside the cluster is not answered with 200.`,
        expected: 'status 200',
        actual: answer.error ?? `status ${answer.status} ${answer.body.trim().slice(0, 200)}`,
        hint: answer.error
          ? 'Does the Service lead to the pods? kubectl get endpointslices shows it. A headless one (clusterIP: None) has no port of its own: callers reach the pods directly, and nothing listens on 80 there.'
          : 'The pods answer, but not as the service of stage 04 does: is this the image of the contract?',
        evidence: await cluster.evidence(),
      });
    }
  },
);

async function answering(cluster: Cluster, path: string) {
  let answer = await cluster.get(through + path);
  for (let tries = 0; answer.status !== 200 && tries < 50; tries += 1) answer = await cluster.get(through + path);
  return answer;
}

/** A rolling restart under constant load over new and kept connections: not one failed request. */
export const zeroDowntime = check(
  'zero-downtime',
  'loses no request while it is restarted under load',
  { ...base, lesson: 'The end of a pod', after: ['rolls-out', 'serves'] },
  async (context) => {
    const cluster = await context.kubernetes.cluster();
    const load = await begun(cluster);
    const rollout = await cluster.restart();
    // Old pods drain after the rollout is complete; what they lose counts too.
    await cluster.awaitPods((pods) => pods.every(({ deleting }) => !deleting), 90_000);
    const report = await load.stop();
    if (!rollout.ok)
      fail({
        summary: `The restart did not get through. ${rollout.reason}`,
        hint: rollout.hint ?? 'The events below say why.',
        evidence: rollout.evidence,
      });
    context.note(`${report.sent} requests during the restart, ${report.failed} failed.`);
    if (report.failed === 0) return;
    const [first] = report.failures;
    fail({
      summary: `${report.failed} of ${report.sent} requests failed while a new version rolled out.`,
      expected: 'not one',
      actual: `the first: ${first?.reason}${first?.pod ? `, while ${first.pod}` : ''}`,
      hint: 'A pod gets SIGTERM and is taken out of the Service at the same time, and the second takes a moment. DRAIN_DELAY (5s here) serves on while the news travels; a readiness probe keeps new pods out until they answer.',
      evidence: [failures(report), ...(await cluster.evidence())],
    });
  },
);

async function begun(cluster: Cluster) {
  const load = await cluster.load(`${through}/healthz`);
  if (load) return load;
  return fail({
    summary: 'The service does not answer steadily, even before the rollout.',
    expected: '40 requests in a row answered with 200',
    actual: 'never 40 in a row within a minute',
    hint: 'Are there pods behind the Service that are not ready, or not yours?',
    evidence: await cluster.evidence(),
  });
}

function failures({ failures: all }: LoadReport): Evidence {
  const lines = all
    .slice(0, 20)
    .map(({ at, connection, reason, pod }) => `${at}  ${connection} connection: ${reason}${pod ? ` (${pod})` : ''}`);
  return { kind: 'events', title: 'Requests that failed', text: lines.join('\n') };
}

/** A deleted pod is replaced, and the Service goes on answering. */
export const selfHeals = check(
  'self-heals',
  'replaces a pod that is deleted, and goes on answering',
  { ...base, lesson: 'How a rollout goes', after: ['rolls-out', 'serves'] },
  async ({ kubernetes }) => {
    const cluster = await kubernetes.cluster();
    const before = await cluster.pods();
    const victim = before.find(({ deleting, ready }) => ready && !deleting);
    if (!victim) throw new Error('a rolled out Deployment has no pod');
    const load = await begun(cluster);
    await cluster.deletePod(victim.name);
    const wanted = before.filter(({ deleting }) => !deleting).length;
    const healed = await cluster.awaitPods((pods) => {
      const ready = pods.filter((pod) => pod.ready && !pod.deleting);
      return ready.length >= wanted && !pods.some(({ name }) => name === victim.name);
    }, 90_000);
    const report = await load.stop();
    if (healed.reached && report.failed === 0) return;
    fail({
      summary: healed.reached
        ? `${report.failed} of ${report.sent} requests failed while one pod was replaced.`
        : `The pod ${victim.name} was deleted, and nothing took its place.`,
      expected: 'a new pod becomes ready, and every request is answered by the others',
      actual:
        report.failed > 0
          ? `${report.failures[0]?.reason}`
          : healed.pods.map((pod) => `${pod.name}: ${pod.ready ? 'ready' : 'not ready'}`).join(', '),
      hint: 'The pod that goes must drain, and the others must be ready: two replicas, readiness, DRAIN_DELAY.',
      evidence: [...(report.failed > 0 ? [failures(report)] : []), ...(await cluster.evidence())],
    });
  },
);

/** With the dependency away pods turn unready, stay alive, and nothing is restarted. */
export const unreadyNotKilled = check(
  'unready-not-killed',
  'turns unready while its database is away, and is not restarted',
  { ...base, lesson: 'Two probes, two questions', after: ['rolls-out'] },
  async (context) => {
    const cluster = await context.kubernetes.cluster();
    const before = await cluster.pods();
    const restarts = before.reduce((sum, pod) => sum + pod.restarts, 0);
    await cluster.dependency('down');
    try {
      const patience = await readinessPatience(context);
      const unready = await cluster.awaitPods((pods) => pods.length > 0 && pods.every((pod) => !pod.ready), patience);
      if (!unready.reached) await staysReady(cluster, patience);
      // Long enough for a liveness probe on the wrong path to have counted its failures: watched, not slept through.
      const killed = await cluster.awaitPods(
        (pods) => pods.reduce((sum, pod) => sum + pod.restarts, 0) > restarts,
        await livenessPatience(context),
      );
      if (killed.reached) await wasRestarted(cluster);
      for (const pod of await cluster.pods()) await expectAlive(cluster, pod.ip, pod.name);
    } finally {
      await cluster.dependency('up');
    }
    const back = await cluster.awaitPods((pods) => pods.length > 0 && pods.every((pod) => pod.ready), 90_000);
    if (!back.reached) await staysUnready(cluster);
  },
);

/**
 * One period of the liveness probe and a little: /healthz was asked once while the database was away. A probe that asks about
 * the database is refused by the check `probes`, which reads the manifest; nobody waits for three failures here.
 */
async function livenessPatience(context: CheckContext): Promise<number> {
  const { container } = await partsOf(context);
  return (Number(container.get('livenessProbe', 'periodSeconds') ?? 10) + 1) * 1000;
}

/** As long as the manifest's own probe takes to count its failures, and generous slack for a busy machine. */
async function readinessPatience(context: CheckContext): Promise<number> {
  const { container } = await partsOf(context);
  const seconds = (name: string, otherwise: number) => Number(container.get('readinessProbe', name) ?? otherwise);
  return (seconds('periodSeconds', 10) * seconds('failureThreshold', 3) + 30) * 1000;
}

async function staysReady(cluster: Cluster, ms: number): Promise<never> {
  return fail({
    summary: 'The pods stay ready while the database db:5432 refuses connections.',
    expected: 'readiness 503, so that no request is sent to them',
    actual: `still ready after ${Math.round(ms / 1000)} s`,
    hint: 'Does the readiness probe ask /readyz, and is DB_ADDR set to db:5432?',
    evidence: await cluster.evidence(),
  });
}

async function wasRestarted(cluster: Cluster): Promise<never> {
  return fail({
    summary: 'Kubernetes restarted pods because their database was away.',
    expected: 'unready, but alive: no restart',
    actual: 'the liveness probe failed',
    hint: 'A restart does not bring a database back. Liveness asks /healthz, and nothing else.',
    evidence: await cluster.evidence(),
  });
}

async function expectAlive(cluster: Cluster, ip: string, name: string): Promise<void> {
  const answer = await cluster.get(`http://${ip}:8080/healthz`);
  if (answer.status === 200) return;
  fail({
    summary: `While the database is away, /healthz of the pod ${name} does not answer 200.`,
    expected: 'status 200',
    actual: answer.error ?? `status ${answer.status}`,
    hint: 'Liveness stays 200 as long as the process lives.',
    evidence: await cluster.evidence(),
  });
}

async function staysUnready(cluster: Cluster): Promise<never> {
  return fail({
    summary: 'The database is back, and the pods do not become ready again.',
    expected: 'ready within a few seconds',
    actual: 'still unready after 90 s',
    hint: 'What does /readyz look at, and does it look again?',
    evidence: await cluster.evidence(),
  });
}
