/** Sentences of Kubernetes and of the container runtime: read here and nowhere else. */
import type { PlacementRule } from '../../../kit/index.ts';
import { apiError } from '../answers.ts';

/** What the API server said when it refused an object; undefined where nobody was asked, or the server itself failed. */
export function refusal(error: unknown): string | undefined {
  const answer = apiError(error);
  return answer && answer.status >= 400 ? answer.said : undefined;
}

/** 'pods "x" is forbidden: violates PodSecurity "restricted:latest": …' */
export const isPodSecurity = (said: string): boolean => said.includes('PodSecurity');

/** The kernel killed the container before the runtime had handed over to its program: runc's and containerd's words for it. */
export const isOutOfMemoryAtStart = (said: string): boolean => /stopped process|OOM|memory/i.test(said);

/** Without the layers that hand the error on: '… runc create failed: unable to start container process: exec: "/app": … : unknown' */
export const runtimeWords = (said: string): string =>
  said
    .replace(/^.*(unable to start container process|failed to (create|start) containerd (task|container)): /s, '')
    .replace(/: unknown$/, '');

/** 'error looking up service account ns/web: serviceaccount "web" not found' */
export const missingAccount = (said: string): string | undefined =>
  /serviceaccount "([^"]+)" not found/.exec(said)?.[1];

export const isOurQuota = (said: string): boolean => said.includes('exceeded quota: pods,');

/** 'Container web failed liveness probe, will be restarted' */
export function killingProbe(said: string): { container: string; probe: 'liveness' | 'startup' } | undefined {
  const [, container, probe] = /^Container (\S+) failed (liveness|startup) probe/.exec(said) ?? [];
  return container && probe ? { container, probe: probe as 'liveness' | 'startup' } : undefined;
}

/** 'Liveness probe failed: HTTP probe failed with statuscode: 404' */
export const isAboutProbe = (said: string, probe: string): boolean => said.toLowerCase().startsWith(`${probe} probe`);

/** The registry has answered, and has no such image; everything else may be the network. */
export const isNoSuchImage = (said: string): boolean =>
  /not found|does not exist|pull access denied|authorization failed|unauthorized|no such host/i.test(said);

/** The scheduler's words: https://github.com/kubernetes/kubernetes/tree/master/pkg/scheduler/framework/plugins */
const placements: [RegExp, PlacementRule][] = [
  [/anti-affinity rules/, 'anti-affinity'],
  [/didn't match pod affinity rules/, 'affinity'],
  [/didn't match Pod's node affinity\/selector/, 'node-selector'],
  [/didn't match pod topology spread constraints/, 'spread'],
  [/didn't have free ports/, 'host-port'],
];

/** Without what the scheduler adds about preemption: nothing here has a priority. */
export const placing = (said: string): string => said.replace(/\.? (no new claims to deallocate|preemption:).*$/s, '');

export type Unschedulable = { nodes: number } & (
  | { because: 'rule'; rule: PlacementRule }
  | { because: 'room' | 'nodes' | 'volume' | 'other' }
);

/** '0/2 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint {…}.' A rule of the pod comes before the rest. */
export function whyUnschedulable(said: string): Unschedulable {
  const nodes = Number(/0\/(\d+) nodes/.exec(said)?.[1] ?? 0);
  const rule = placements.find(([words]) => words.test(said))?.[1];
  if (rule) return { nodes, because: 'rule', rule };
  if (/persistentvolumeclaim|volume/i.test(said)) return { nodes, because: 'volume' };
  if (/Insufficient (cpu|memory)|Too many pods/.test(said)) return { nodes, because: 'room' };
  if (nodes === 0 || /untolerated taint|were unschedulable|not ready/.test(said)) return { nodes, because: 'nodes' };
  return { nodes, because: 'other' };
}
