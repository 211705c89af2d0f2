/** What a checker can do with manifests, and with a cluster. */
import type { Evidence, Found, Location } from '../verdict.ts';
import type { Manifests } from './manifests.ts';

export interface Kubernetes {
  /** The learner's k8s/*.yaml as they are written. Needs no cluster. */
  manifests(): Promise<Manifests>;
  /** The manifests in a throw-away namespace, images and toolbox included; deleted at the end of the run. Memoised: the first check to ask applies them. */
  cluster(): Promise<Cluster>;
  /** Whether the API server admits the pods of the stage's Deployment to a namespace that enforces a Pod Security Standard. Keeps nothing. */
  dryRun(level: 'restricted'): Promise<Found<Admission>>;
}

/** `said`: the API server's own words. Only the Pod Security Standard counts: whatever else it may refuse, the rollout shows. */
export type Admission = { admitted: true } | { admitted: false; said: string };

export type Pod = {
  name: string;
  ip: string;
  ready: boolean;
  /** Being deleted: it drains, or is about to. */
  deleting: boolean;
  restarts: number;
  /** How its containers ended last, where one was restarted. */
  ended?: { container: string; reason: string; exitCode: number };
  /** Milliseconds since the epoch, as the kubelet reports it; whole seconds. */
  startedAt?: number;
  readyAt?: number;
};

/** ms: from apply (or restart) until the API server reports every replica updated and available. */
export type Rollout =
  | { ok: true; ms: number }
  | { ok: false; ms: number; fault: RolloutFault; evidence: readonly Evidence[] };

/**
 * What keeps a rollout from completing and is the manifests' doing; what the machine lacks ends the check as blocked. `reason` is
 * Kubernetes' name for it, `said` its own words, '' where it said nothing.
 */
export type RolloutFault =
  /** The API server does not take one of the manifests' objects. */
  | { kind: 'object-refused'; object: { kind: string; name: string; at: Location }; said: string }
  /** More replicas than the throw-away namespace has room for. */
  | { kind: 'too-many-pods'; wanted: number; allowed: number }
  /** The Deployment exists, but its pods can't be created. `by`: what forbids them, where it is something of the namespace. */
  | { kind: 'pods-refused'; by?: 'pod-security' | 'quota'; said: string }
  | { kind: 'service-account-missing'; name: string }
  /** spec.paused: nothing is rolled out. */
  | { kind: 'paused' }
  /** The Deployment was there, and is not any more. */
  | { kind: 'vanished' }
  /** No scheduler of that name takes care of the pod. */
  | { kind: 'no-such-scheduler'; name: string }
  | { kind: 'scheduling-gated'; gates: readonly string[] }
  /** spec.nodeName names a node on which nothing happens. */
  | { kind: 'no-such-node'; name: string }
  /** No node is allowed by the pod's own rules. `nodes`: how many there are; with other nodes it may be right. */
  | { kind: 'unplaceable'; rule: PlacementRule; nodes: number; said: string }
  /** The scheduler does not place it for another reason. */
  | { kind: 'unschedulable'; said: string }
  /** `said`: the registry's answer, or why there was none. */
  | { kind: 'image-not-pulled'; image: string; reason: string; said: string }
  | { kind: 'image-name-invalid'; image: string }
  /** A volume can't be mounted: what it refers to is missing. */
  | { kind: 'volume-not-mounted'; said: string }
  /** Something that the container refers to is missing, or it would run as root. */
  | { kind: 'container-not-created'; container?: string; reason: string; said: string }
  | { kind: 'container-not-started'; container: string; reason: string; said: string }
  /** Out of memory before its program ran: `limit` is resources.limits.memory as it is written. */
  | { kind: 'killed-at-start'; reason: string; limit: string }
  | { kind: 'out-of-memory'; container: string; restarts: number; limit?: string }
  /** The kubelet ended the container, as a probe of it failed. `said`: what the probe saw last. */
  | { kind: 'killed-by-probe'; container: string; probe: 'liveness' | 'startup'; restarts: number; said: string }
  /** The kubelet ended the container, as its postStart hook failed. */
  | { kind: 'hook-failed'; container: string; said: string }
  | { kind: 'crashed'; container: string; exitCode: number; restarts: number }
  /** An init container has to end before the others start, and does not. */
  | { kind: 'init-not-finished'; container: string; ms: number }
  /** The container runs, but a probe fails. */
  | { kind: 'probe-failed'; said: string }
  /** progressDeadlineSeconds of the manifest passed, and nothing else is wrong. */
  | { kind: 'deadline-exceeded'; seconds: number }
  /** None of the above; nothing has changed for `ms`. */
  | { kind: 'stuck'; ms: number };

/** The rule of a pod that excludes every node. */
export type PlacementRule = 'anti-affinity' | 'affinity' | 'node-selector' | 'spread' | 'host-port';

export type Answer = {
  /** 0 where there was no answer. */
  status: number;
  body: string;
  /** Why there was none, e.g. "connection refused". */
  error?: string;
};

export type Cluster = {
  /** e.g. "kind-kind", and the throw-away namespace. */
  readonly context: string;
  readonly namespace: string;
  /** The first rollout, from apply on. */
  readonly rollout: Rollout;
  /** As `kubectl rollout restart` does it; awaits the end. */
  restart(): Promise<Rollout>;
  /** How long the manifests' own delays (probes, minReadySeconds) let a pod take before it is available, in milliseconds. */
  delaysMs(): number;
  /** How long the manifests let a pod take from its deletion to its end, in milliseconds. */
  graceMs(): number;
  /** The pods of the stage's Deployment. */
  pods(): Promise<Pod[]>;
  deletePod(name: string): Promise<void>;
  /** Awaits that the pods are as wanted (by watch, not by polling); after `ms` (default 60 000) what they are then. */
  awaitPods(wanted: (pods: Pod[]) => boolean, ms?: number): Promise<{ reached: boolean; pods: Pod[] }>;
  /** A GET from inside the cluster, on a connection of its own. */
  get(url: string): Promise<Answer>;
  /** A GET to one pod on the stage's port, past the Service. */
  getFrom(pod: Pod, path: string): Promise<Answer>;
  /** Constant load from inside over new and kept connections; resolves once a row of successes has begun it, undefined if that never happened. */
  load(url: string): Promise<Load | undefined>;
  /** Takes one of the stage's fakes away (it then refuses connections), or brings it back. */
  fake(service: string, state: 'up' | 'down'): Promise<void>;
  /** Resident memory of one of the learner's pods in bytes; undefined where the cluster does not tell. */
  podMemory(): Promise<number | undefined>;
  /** Pods, events and the newest log lines, for a finding. */
  evidence(): Promise<Evidence[]>;
};

export type LoadFailure = {
  /** RFC 3339. */
  at: string;
  connection: 'new' | 'kept';
  /** What the client saw, e.g. "connection refused" or "status 503". */
  reason: string;
  /** The pod whose start or end was nearest in time: a request through a Service does not tell where it went. */
  near?: { pod: string; phase: 'starting' | 'ending' };
};
/** `restarts`: containers that ended by themselves meanwhile, while their pods were meant to stay; undefined where nobody looked. */
export type LoadReport = { sent: number; failed: number; failures: LoadFailure[]; restarts?: SelfRestart[] };
export type SelfRestart = { pod: string; container: string; reason: string; exitCode: number };
export type Load = { stop(): Promise<LoadReport> };
