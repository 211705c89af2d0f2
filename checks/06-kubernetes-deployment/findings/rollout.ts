/** Why a rollout did not complete, in words. */
import { duration, type Evidence, type Finding, plural, type RolloutFault } from '#kit';
import { contract } from '../manifest/contract.ts';

type Words = { summary: string; hint: string };

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

const imageHint = `Compare the image’s name letter by letter. The check loads ${contract.image}; no registry has it.`;

/** Exported for its tests. */
export function explain(fault: RolloutFault): Words {
  switch (fault.kind) {
    case 'object-refused':
      return {
        summary: `The API server rejects the ${fault.object.kind} ${fault.object.name}.`,
        hint: 'Its own words are below; they name the field.',
      };
    case 'pods-refused':
      return {
        summary: sentence('Kubernetes refuses to create the pods', fault.said),
        hint: 'The check’s namespace enforces the baseline Pod Security Standard and allows 20 pods.',
      };
    case 'unschedulable':
      return {
        summary: sentence('No node has room for the pod', fault.said),
        hint: 'It requests more (resources.requests) than the cluster has left.',
      };
    case 'image-not-pulled':
      return { summary: `Kubernetes can’t get the image ${fault.image} (${fault.reason}).`, hint: imageHint };
    case 'image-name-invalid':
      return { summary: `${fault.image} is not a valid image name (InvalidImageName).`, hint: imageHint };
    case 'container-not-created':
      return {
        summary: sentence(`The container can’t be created (${fault.reason})`, fault.said),
        hint: 'Often a ConfigMap or Secret that does not exist, or runAsNonRoot with an image that would run as root.',
      };
    case 'container-not-started':
      return {
        summary: sentence(`The container can’t be started (${fault.reason})`, fault.said),
        hint: 'The image holds one binary, /server, as its ENTRYPOINT: best leave command and args out.',
      };
    default:
      return explainRunning(fault);
  }
}

type Running = Extract<
  RolloutFault,
  { kind: 'killed-at-start' | 'out-of-memory' | 'liveness-failed' | 'crashed' | 'probe-failed' | 'stuck' }
>;

/** The container was created, and then something went wrong. */
function explainRunning(fault: Running): Words {
  switch (fault.kind) {
    case 'killed-at-start':
      return {
        summary: `The container is killed while it starts (${fault.reason}): its memory limit is ${fault.limit}.`,
        hint: 'The kernel kills what exceeds resources.limits.memory. Even an empty Go service needs some 10 MiB to start; 128Mi is plenty.',
      };
    case 'out-of-memory':
      return {
        summary: `The container was killed for using more memory than its limit (OOMKilled, ${plural(fault.restarts, 'restart')}).`,
        hint: 'Raise resources.limits.memory: 128Mi is plenty for this service.',
      };
    case 'liveness-failed':
      return {
        summary: `The kubelet restarted the container (${plural(fault.restarts, 'restart')}), because its liveness probe fails.`,
        hint: `Does the liveness probe ask /healthz on port ${contract.port}?`,
      };
    case 'crashed':
      return {
        summary: `The program exits again and again (CrashLoopBackOff, exit code ${fault.exitCode}, ${plural(fault.restarts, 'restart')}).`,
        hint: 'What it printed before it exited is below.',
      };
    case 'probe-failed':
      return {
        summary: sentence('The pods do not become ready', fault.said),
        hint: 'Check the probe’s path and port, and whether the program answers 200 there.',
      };
    case 'stuck':
      return {
        summary: `The rollout made no progress for ${duration(fault.ms)}.`,
        hint: 'The events below show what Kubernetes tried.',
      };
  }
}

/** Kubernetes' own sentences may or may not end with a full stop. */
const sentence = (what: string, said: string) =>
  said === '' ? `${what}.` : `${what}: ${said.replace(/\.?\s*$/, '.')}`;
