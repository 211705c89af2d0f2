/** What a checker can do with manifests, and with a cluster. */

import type { Evidence } from '../verdict.ts';
import type { Manifests } from './manifests.ts';

export interface Kubernetes {
  /** The learner's k8s/*.yaml as they are written. Needs no cluster. */
  manifests(): Promise<Manifests>;
  /** The manifests in a throw-away namespace, images and toolbox included; deleted at the end of the run. Memoised: whoever asks first applies. */
  cluster(): Promise<Cluster>;
  /** What the API server says to the manifests in a namespace that enforces a Pod Security Standard, without keeping anything; undefined: it takes them. */
  dryRun(level: 'restricted'): Promise<string | undefined>;
}

export type Pod = {
  name: string;
  ip: string;
  ready: boolean;
  /** Being deleted: it drains, or is about to. */
  deleting: boolean;
  restarts: number;
  /** Milliseconds since the epoch, as the kubelet says it; whole seconds. */
  startedAt?: number;
  readyAt?: number;
};

/** ms: apply (or restart) → the API server reports every replica updated and available. */
export type Rollout =
  | { ok: true; ms: number }
  | { ok: false; ms: number; reason: string; hint?: string; evidence: Evidence[] };

export type Cluster = {
  /** e.g. "kind-kind", and the throw-away namespace. */
  readonly context: string;
  readonly namespace: string;
  /** The first rollout, from apply on. */
  readonly rollout: Rollout;
  /** As `kubectl rollout restart` does it; awaits the end. */
  restart(): Promise<Rollout>;
  /** The learner's pods. */
  pods(): Promise<Pod[]>;
  deletePod(name: string): Promise<void>;
  /** Awaits that the pods are as wanted (by watch, not by asking again); the last look at them when `ms` passed before. */
  awaitPods(wanted: (pods: Pod[]) => boolean, ms?: number): Promise<{ reached: boolean; pods: Pod[] }>;
  /** A GET from inside the cluster, on a connection of its own. */
  get(url: string): Promise<{ status: number; body: string; error?: string }>;
  /** Constant load from inside over new and kept connections; resolves once a run of successes has begun it, undefined if that never came. */
  load(url: string): Promise<Load | undefined>;
  /** Takes the dependency db:5432 away, or brings it back. */
  dependency(state: 'up' | 'down'): Promise<void>;
  /** Resident memory of one of the learner's pods in bytes; undefined where the cluster does not tell. */
  podMemory(): Promise<number | undefined>;
  /** Pods, events and the newest log lines, for a finding. */
  evidence(): Promise<Evidence[]>;
};

export type LoadFailure = {
  at: string;
  connection: 'new' | 'kept';
  reason: string /** Which pod began or ended at that moment, as far as one can tell. */;
  pod?: string;
};
export type LoadReport = { sent: number; failed: number; failures: LoadFailure[] };
export type Load = { stop(): Promise<LoadReport> };
