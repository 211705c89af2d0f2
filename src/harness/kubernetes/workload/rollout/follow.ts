/** Follows a rollout by watch to its end: complete, or the reason why it never will be. */
import type { V1Deployment } from '@kubernetes/client-node';
import { aborted, deadline, LackError, type Rollout } from '../../../../kit/index.ts';
import { asked, lackOfApi } from '../../answers.ts';
import { missingIsFine } from '../../namespace.ts';
import { evidenceOf } from '../evidence.ts';
import { isOurQuota, isPodSecurity, missingAccount } from '../messages.ts';
import { podsOf } from '../pods.ts';
import { eventsIn, ownDeployment, type Workload } from '../workload.ts';
import { obstacleOfPods } from './faults.ts';
import { atFault, foremost, type Obstacle } from './obstacle.ts';
import { isPulling, openMilestones, patienceMs, whyStuck } from './progress.ts';

/** As `kubectl rollout status` decides it (kubectl/pkg/polymorphichelpers/rollout_status.go), and all old pods gone. */
function isComplete(deployment: V1Deployment | undefined, generation: number): boolean {
  const { metadata, spec, status } = deployment ?? {};
  const newest = Math.max(generation, metadata?.generation ?? 0);
  if (!status || (status.observedGeneration ?? 0) < newest) return false;
  const wanted = spec?.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted
  );
}

/**
 * `begun`: performance.now() at the change that started it. `generation`: the one the API server answered that change
 * with, as the watch may still show the Deployment before it. Throws a Lack where the machine keeps it from completing.
 */
export async function followRollout(work: Workload, begun: number, generation = 0): Promise<Rollout> {
  const changes = openPulse(work);
  const lasting = openTimer();
  const quiet = openTimer();
  const milestones = openMilestones();
  try {
    for (;;) {
      const changed = changes.next();
      work.signal.throwIfAborted();
      const deployment = ownDeployment(work);
      const ms = Math.round(performance.now() - begun);
      if (isComplete(deployment, generation)) return { ok: true, ms };
      const pods = podsOf(work.deployment, work.pods.all());
      const patience = patienceMs(deployment, pods);
      const obstacle = foremost([obstacleOfDeployment(deployment), obstacleOfPods(pods, eventsIn(work))]);
      lasting.restartUnless(obstacle?.name, obstacle?.lastsMs ?? Number.POSITIVE_INFINITY);
      quiet.restartUnless(`${milestones.add(pods)}`, patience);
      if (obstacle && lasting.over()) return await failed(work, ms, obstacle);
      const late = quiet.over() && !isPulling(pods, eventsIn(work));
      const stuck = late ? atFault(whyStuck(pods, eventsIn(work), patience)) : deadlineExceeded(deployment);
      if (stuck) return await failed(work, ms, obstacle ?? stuck);
      if (quiet.over()) quiet.restart();
      await Promise.race([changed, aborted(lasting.signal()), aborted(quiet.signal()), aborted(work.signal)]);
    }
  } finally {
    changes.stop();
    lasting.stop();
    quiet.stop();
  }
}

async function failed(work: Workload, ms: number, { is }: Obstacle): Promise<Rollout> {
  if ('lack' in is) throw new LackError(is.lack);
  await confirm(work);
  return { ok: false, ms, fault: is.fault, evidence: await evidenceOf(work) };
}

/** Before the manifests are blamed: a server that is away, or a namespace that somebody deletes, looks like a rollout that stands still. */
async function confirm({ core, namespace, context }: Workload): Promise<void> {
  const there = await asked(context, () => missingIsFine(core.readNamespace({ name: namespace })));
  if (there && !there.metadata?.deletionTimestamp) return;
  throw new LackError({
    need: 'kubernetes',
    state: 'unsuitable',
    what: `Somebody deleted the check’s namespace ${namespace} while it ran.`,
    fix: 'Check again.',
  });
}

/** What the Deployment itself says: it is paused or gone, or its ReplicaSet can't create pods at all. */
function obstacleOfDeployment(deployment: V1Deployment | undefined): Obstacle | undefined {
  if (!deployment || deployment.metadata?.deletionTimestamp) return atFault({ kind: 'vanished' }, 3_000);
  if (deployment.spec?.paused) return atFault({ kind: 'paused' });
  const failure = deployment.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  return failure?.status === 'True' ? refusedPods(failure.message ?? '') : undefined;
}

/** The ReplicaSet tries again and again: what is lacking may still come. */
function refusedPods(said: string): Obstacle {
  const name = missingAccount(said);
  if (name) return atFault({ kind: 'service-account-missing', name }, 5_000);
  const lack = lackOfApi({ status: 403, said }, 'this cluster');
  if (lack) return { name: 'lack: pods', lastsMs: 5_000, is: { lack } };
  // Pods that drain leave room in the end.
  if (isOurQuota(said)) return atFault({ kind: 'pods-refused', by: 'quota', said }, 40_000);
  return atFault({ kind: 'pods-refused', by: isPodSecurity(said) ? 'pod-security' : undefined, said }, 5_000);
}

/** The manifest's own deadline (600 s where it sets none) is over, while the rollout still comes further by our measure. */
function deadlineExceeded({ metadata, spec, status }: V1Deployment = {}): Obstacle | undefined {
  const condition = status?.conditions?.find(({ type }) => type === 'Progressing');
  if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0)) return undefined;
  if (condition?.status !== 'False' || condition.reason !== 'ProgressDeadlineExceeded') return undefined;
  return atFault({ kind: 'deadline-exceeded', seconds: spec?.progressDeadlineSeconds ?? 600 });
}

/** Resolves at the next change of anything that is watched. */
function openPulse({ deployments, pods, events }: Workload) {
  let tell = () => {};
  const stops = [deployments, pods, events].map((one) => one.follow(() => tell()));
  return {
    next: () =>
      new Promise<void>((resolve) => {
        tell = resolve;
      }),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** A time limit that begins again whenever what it is about changes. */
function openTimer() {
  let about: string | undefined;
  let ms = Number.POSITIVE_INFINITY;
  let limit = deadline(2 ** 31 - 1);
  const restart = () => {
    limit.stop();
    limit = deadline(Math.min(Math.max(ms, 1), 2 ** 31 - 1));
  };
  return {
    restartUnless(now: string | undefined, patience: number) {
      if (now === about && patience === ms) return;
      about = now;
      ms = patience;
      restart();
    },
    restart,
    over: () => ms === 0 || limit.signal.aborted,
    signal: () => limit.signal,
    stop: () => limit.stop(),
  };
}
