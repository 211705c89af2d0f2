/** Why a rollout did not complete, in words. */
import type { Evidence, Finding, PlacementRule, RolloutFault } from '#kit';
import { type ContainerFault, explainContainer, sentence, type Words } from './containers.ts';

export const notRolledOut = (fault: RolloutFault, context: string, evidence: readonly Evidence[]): Finding => ({
  ...explain(fault),
  expected: `every pod becomes available after the manifests are applied to ${context}`,
  actual: 'the rollout is not complete',
  evidence: [...evidence],
});

export function restartNotComplete(fault: RolloutFault, evidence: readonly Evidence[]): Finding {
  const { summary, hint } = explain(fault);
  return {
    summary: `The restart under load did not complete. ${summary}`,
    expected: 'every pod is replaced by a new one that becomes available',
    actual: 'the rollout is not complete',
    hint,
    evidence: [...evidence],
  };
}

/** Exported for its tests. */
export function explain(fault: RolloutFault): Words {
  switch (fault.kind) {
    case 'object-refused':
      return {
        summary: sentence(`The API server rejects the ${fault.object.kind} ${fault.object.name}`, fault.said),
        hint: 'All of its words are below; they name the field.',
      };
    case 'too-many-pods':
      return {
        summary: `The manifests ask for ${fault.wanted} pods; the check’s namespace has room for ${fault.allowed}.`,
        hint: 'Two replicas are enough here. A number with many digits in replicas is most often a typing mistake.',
      };
    case 'pods-refused':
      return {
        summary: sentence('Kubernetes refuses to create the pods', fault.said),
        hint: refusedHints[fault.by ?? 'other'],
      };
    case 'service-account-missing':
      return {
        summary: `The pods run as the ServiceAccount ${fault.name}, and there is none of that name.`,
        hint: 'Add a ServiceAccount with this name to k8s/, or leave serviceAccountName out: the service never calls the API server.',
      };
    case 'paused':
      return {
        summary: 'The Deployment is paused (spec.paused: true), so Kubernetes creates no pods for it.',
        hint: 'Remove paused. It is for people who change several things before one rollout.',
      };
    case 'vanished':
      return {
        summary: 'The Deployment was created, and then Kubernetes deleted it.',
        hint: 'Kubernetes deletes an object whose owner (metadata.ownerReferences) does not exist.',
      };
    case 'deadline-exceeded':
      return {
        summary: `The pods were not available within progressDeadlineSeconds (${fault.seconds} s), so Kubernetes calls the rollout failed.`,
        hint: 'The deadline must leave time for the probes’ delays and minReadySeconds. Left out, it is 600 s.',
      };
    default:
      return isPlacement(fault) ? explainPlacement(fault) : explainContainer(fault);
  }
}

const refusedHints = {
  'pod-security': 'The check’s namespace enforces the baseline Pod Security Standard.',
  quota: 'The check’s namespace has room for 45 pods at a time, old ones that still drain included.',
  other: 'These are its own words. What the pod names must exist in the cluster; another cluster may have it.',
};

type PlacementFault = Extract<
  RolloutFault,
  { kind: 'no-such-scheduler' | 'scheduling-gated' | 'no-such-node' | 'unplaceable' | 'unschedulable' }
>;

const isPlacement = (fault: PlacementFault | ContainerFault): fault is PlacementFault =>
  ['no-such-scheduler', 'scheduling-gated', 'no-such-node', 'unplaceable', 'unschedulable'].includes(fault.kind);

/** Why the pods are on no node. */
function explainPlacement(fault: PlacementFault): Words {
  switch (fault.kind) {
    case 'no-such-scheduler':
      return {
        summary: `No scheduler named ${fault.name} took care of the pods, so they are on no node.`,
        hint: 'Leave schedulerName out: the cluster’s own scheduler is default-scheduler.',
      };
    case 'scheduling-gated':
      return {
        summary: `The pods wait for a scheduling gate that nothing removes: ${fault.gates.join(', ')}.`,
        hint: 'Leave schedulingGates out. They are for controllers that remove them.',
      };
    case 'no-such-node':
      return {
        summary: `The pods are bound to the node ${fault.name} by nodeName, and no such node runs them.`,
        hint: 'Leave nodeName out: the scheduler chooses a node.',
      };
    case 'unplaceable':
      return {
        summary: sentence(`${placementRules[fault.rule]} leaves no node for some of the pods`, fault.said),
        hint: elsewhere(fault.rule, fault.nodes),
      };
    case 'unschedulable':
      return {
        summary: sentence('No node takes the pod', fault.said),
        hint: 'These are the scheduler’s own words. What does the pod ask for that the cluster does not have?',
      };
  }
}

const placementRules: Record<PlacementRule, string> = {
  'anti-affinity': 'The required podAntiAffinity',
  affinity: 'The required podAffinity',
  'node-selector': 'The pod’s nodeSelector or required nodeAffinity',
  spread: 'A topologySpreadConstraint with DoNotSchedule',
  'host-port': 'A hostPort',
};

const softer: Record<PlacementRule, string> = {
  'anti-affinity':
    'preferredDuringSchedulingIgnoredDuringExecution spreads the pods where it can, and runs everywhere.',
  affinity: 'preferredDuringSchedulingIgnoredDuringExecution takes another node where there is none of these.',
  'node-selector': 'It may be right in a cluster whose nodes have these labels; this service runs on any node.',
  spread: 'whenUnsatisfiable: ScheduleAnyway spreads the pods where it can, and runs everywhere.',
  'host-port': 'A Service leads to the pods; with a hostPort only one of them fits on a node.',
};

function elsewhere(rule: PlacementRule, nodes: number): string {
  const here = nodes === 1 ? 'The cluster here has one node' : `The cluster here has ${nodes} nodes`;
  const right = rule === 'node-selector' || rule === 'host-port' ? '' : '; with more of them it may be right';
  return `${here}${right}. ${softer[rule]}`;
}
