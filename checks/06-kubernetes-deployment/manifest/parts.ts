/** The learner's objects and the parts of them that several checks read. */
import { type CheckContext, fail, type ManifestObject, type Manifests } from '#kit';
import { contract } from './contract.ts';
import { settingOf } from './environment.ts';
import { type Container, isProgram, type Pod, podsIn, runsService, templateOf } from './pods.ts';

export type Parts = {
  manifests: Manifests;
  deployment: ManifestObject;
  service: ManifestObject;
  /** The template of the Deployment. */
  pod: Pod;
  /** The pod templates of all Deployments, that one first. */
  pods: Pod[];
  /** The container that answers on the contract's port. */
  container: Container;
  /** All that run the stage's program in that pod. */
  services: Container[];
  /** All that run it in any pod. */
  programs: Container[];
};

/** Only after the gate `manifests` has passed: both objects are there then. */
export async function partsOf({ kubernetes }: Pick<CheckContext, 'kubernetes'>): Promise<Parts> {
  const parts = partsIn(await kubernetes.manifests());
  return (
    parts ??
    fail({
      summary: 'The Deployment has no container.',
      expected: `spec.template.spec.containers with one container, ${contract.deployment}`,
      hint: 'The starter shows where containers belong.',
    })
  );
}

/** undefined: the Deployment has no container. */
function partsIn(manifests: Manifests): Parts | undefined {
  const deployment = objectNamed(manifests, 'Deployment');
  const service = objectNamed(manifests, 'Service');
  if (!deployment || !service) throw new Error('the gate "manifests" lets nothing else through');
  const pod = templateOf(deployment);
  const others = podsIn(manifests).filter(({ owner }) => owner !== pod.owner);
  const running = pod.containers.filter(runsService);
  const container =
    running.find((one) => listensAt(one, manifests) === contract.port) ?? running[0] ?? pod.containers[0];
  if (!container) return undefined;
  const services = running.length > 0 ? running : [container];
  const programs = [...services, ...others.flatMap(({ containers }) => containers.filter(isProgram))];
  return { manifests, deployment, service, pod, pods: [pod, ...others], container, services, programs };
}

/** The port that a container of the stage's program listens on; undefined where the manifests don't tell. */
export function listensAt(container: Container, manifests: Manifests): number | undefined {
  const setting = settingOf('PORT', container, manifests);
  if (!setting || setting.value === '') return contract.port;
  if (setting.value === undefined) return undefined;
  // Go takes digits alone.
  return /^\d+$/.test(setting.value) ? Number(setting.value) : Number.NaN;
}

export const objectNamed = (manifests: Manifests, kind: string): ManifestObject | undefined =>
  manifests.objects.find((object) => object.kind === kind && object.name === contract.deployment);
