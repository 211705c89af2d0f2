/** Why a container of a pod does not run as it should, in words. */
import { duration, plural, type RolloutFault } from '#kit';
import { contract } from '../manifest/contract.ts';

export type Words = { summary: string; hint: string };

export type ContainerFault = Extract<
  RolloutFault,
  {
    kind:
      | 'image-not-pulled'
      | 'image-name-invalid'
      | 'volume-not-mounted'
      | 'container-not-created'
      | 'container-not-started'
      | 'killed-at-start'
      | 'out-of-memory'
      | 'killed-by-probe'
      | 'hook-failed'
      | 'crashed'
      | 'init-not-finished'
      | 'probe-failed'
      | 'stuck';
  }
>;

export function explainContainer(fault: ContainerFault): Words {
  switch (fault.kind) {
    case 'image-not-pulled':
      return {
        summary: `Kubernetes can’t get the image ${fault.image} (${fault.reason}).`,
        hint: `Compare the image’s name letter by letter. The check loads ${contract.image}; any other image has to come from a registry that the cluster reaches.`,
      };
    case 'image-name-invalid':
      return {
        summary: `${fault.image} is not a valid image name (InvalidImageName).`,
        hint: `Compare the image’s name letter by letter with ${contract.image}.`,
      };
    case 'volume-not-mounted':
      return {
        summary: sentence('A volume of the pod can’t be mounted', fault.said),
        hint: 'What the volume refers to must be in k8s/ too, with the same name and keys.',
      };
    case 'container-not-created':
      return {
        summary: sentence(`The container can’t be created (${fault.reason})`, fault.said),
        hint: 'Kubernetes names what is missing or not allowed.',
      };
    case 'container-not-started':
      return {
        summary: sentence(`The container can’t be started (${fault.reason})`, fault.said),
        hint: 'The image holds one binary, /server, as its ENTRYPOINT: best leave command and args out.',
      };
    default:
      return explainStarted(fault);
  }
}

type Started = Extract<
  ContainerFault,
  {
    kind:
      | 'killed-at-start'
      | 'out-of-memory'
      | 'killed-by-probe'
      | 'hook-failed'
      | 'crashed'
      | 'init-not-finished'
      | 'probe-failed'
      | 'stuck';
  }
>;

/** The container was created, and then something went wrong. */
function explainStarted(fault: Started): Words {
  switch (fault.kind) {
    case 'killed-at-start':
      return {
        summary: `The container is killed while it starts (${fault.reason}): its memory limit is ${fault.limit}.`,
        hint: 'The kernel kills what exceeds resources.limits.memory. Even an empty Go service needs some 10 MiB to start; 128Mi is plenty.',
      };
    case 'out-of-memory':
      return {
        summary: `The container ${fault.container} was killed for using more memory than its limit${limitOf(fault)} (OOMKilled, ${plural(fault.restarts, 'restart')}).`,
        hint: 'Raise resources.limits.memory: 128Mi is plenty for this service.',
      };
    case 'killed-by-probe':
      return {
        summary: sentence(
          `The kubelet restarted the container ${fault.container} (${plural(fault.restarts, 'restart')}), because its ${fault.probe} probe failed`,
          fault.said,
        ),
        hint: probeHints[fault.probe],
      };
    case 'hook-failed':
      return {
        summary: sentence(
          `The kubelet ends the container ${fault.container}, because its postStart hook failed`,
          fault.said,
        ),
        hint: 'A hook runs inside the container, and the image holds one binary and no shell. The service needs no postStart.',
      };
    case 'crashed':
      return {
        summary: `The program in the container ${fault.container} ends again and again (CrashLoopBackOff, exit code ${fault.exitCode}, ${plural(fault.restarts, 'restart')}).`,
        hint: 'What it printed before it ended is below.',
      };
    case 'init-not-finished':
      return {
        summary: `The init container ${fault.container} did not end within ${duration(fault.ms)}, and the others start only after it.`,
        hint: 'An init container does one thing and exits. A server never does: as a sidecar it belongs to containers.',
      };
    case 'probe-failed':
      return {
        summary: sentence('The pods do not become ready', fault.said),
        hint: 'This is what the kubelet saw when it asked. What does the program print about it?',
      };
    case 'stuck':
      return {
        summary: `The rollout made no progress for ${duration(fault.ms)}.`,
        hint: 'The events below show what Kubernetes tried.',
      };
  }
}

const limitOf = ({ limit }: { limit?: string }) => (limit === undefined ? '' : ` of ${limit}`);

const probeHints = {
  liveness: `The service answers GET /healthz on port ${contract.port} with 200, within milliseconds of its start.`,
  startup:
    'Until a startup probe has succeeded, neither of the others is asked; when it gives up, the container is killed.',
};

/** Kubernetes' own sentences may or may not end with a full stop; the summary has room for the beginning of a long one. */
export function sentence(what: string, said: string): string {
  const first = said.split('\n')[0]?.replace(/\.?\s*$/, '') ?? '';
  if (first === '') return `${what}.`;
  const room = 196 - what.length;
  return `${what}: ${first.length > room ? `${first.slice(0, room)}…` : `${first}.`}`;
}
