/** The line of the manifests that a fault of the rollout comes from. */
import type { Location, PlacementRule, RolloutFault } from '#kit';
import type { Parts } from './parts.ts';
import type { Container, Path } from './pods.ts';

/** undefined: no single line is known to be it. */
export function placeOf(fault: RolloutFault, { deployment, pod }: Parts): Location | undefined {
  const written = (...path: Path) => (deployment.get(...path) === undefined ? undefined : deployment.where(...path));
  const inPod = (field: string) => (pod.get(field) === undefined ? undefined : pod.where(field));
  const { containers } = pod;
  const named = (name: string) => containers.find((one) => one.name === name);
  switch (fault.kind) {
    case 'object-refused':
      return fault.object.at;
    case 'too-many-pods':
      return written('spec', 'replicas');
    case 'service-account-missing':
      return inPod('serviceAccountName') ?? inPod('serviceAccount');
    case 'paused':
      return written('spec', 'paused');
    case 'deadline-exceeded':
      return written('spec', 'progressDeadlineSeconds');
    case 'no-such-scheduler':
      return inPod('schedulerName');
    case 'scheduling-gated':
      return inPod('schedulingGates');
    case 'no-such-node':
      return inPod('nodeName');
    case 'unplaceable':
      return fieldsOf[fault.rule].map(inPod).find((at) => at !== undefined);
    case 'volume-not-mounted':
      return inPod('volumes');
    case 'image-not-pulled':
    case 'image-name-invalid':
      return containers.find((one) => isImage(one, fault.image))?.where('image');
    case 'out-of-memory':
      return named(fault.container)?.where('resources', 'limits', 'memory');
    case 'killed-by-probe':
      return named(fault.container)?.where(`${fault.probe}Probe`);
    case 'hook-failed':
      return named(fault.container)?.where('lifecycle', 'postStart');
    case 'container-not-started':
      return named(fault.container)?.where('command');
    case 'container-not-created':
      return fault.container === undefined ? undefined : named(fault.container)?.where('env');
    case 'init-not-finished':
    case 'crashed':
      return named(fault.container)?.where();
    case 'killed-at-start':
      return containers
        .find((one) => one.get('resources', 'limits', 'memory') === fault.limit)
        ?.where('resources', 'limits', 'memory');
    default:
      return undefined;
  }
}

const fieldsOf: Record<PlacementRule, string[]> = {
  'anti-affinity': ['affinity'],
  affinity: ['affinity'],
  'node-selector': ['nodeSelector', 'affinity'],
  spread: ['topologySpreadConstraints'],
  'host-port': ['containers'],
};

/** The kubelet may tell the name with its registry. */
const isImage = (container: Container, image: string): boolean => {
  const written = String(container.get('image') ?? '');
  return (
    written !== '' &&
    (image === written || image === `docker.io/${written}` || image === `docker.io/library/${written}`)
  );
};
