import { check, invisibleDifference } from '#kit';
import { contract } from './manifest/contract.ts';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { partsOf } from './manifest/parts.ts';
import type { Container } from './manifest/pods.ts';

/** The image that the check loads into the cluster, and a pull policy that takes it from there. */
export const image = check('image', `runs the image ${contract.image}`, { lesson: 'The image' }, async (context) => {
  const { services } = await partsOf(context);
  failAtFirst(
    context,
    services.flatMap((one) => [otherImage(one), alwaysPulled(one)]),
  );
});

function otherImage(container: Container): Flaw | undefined {
  const written = String(container.get('image') ?? '');
  // docker.io/ is what a name without a registry means.
  const name = written.replace(/^docker\.io\//, '');
  if (name === contract.image) return undefined;
  return {
    at: container.where('image'),
    summary: written === '' ? 'The container has no image.' : `The image is ${written}, not ${contract.image}.`,
    expected: contract.image,
    actual: written || 'nothing',
    hint: whyNot(name),
  };
}

function whyNot(name: string): string {
  const unseen = invisibleDifference(contract.image, name);
  if (unseen) return `The two look alike, but there is ${unseen}. Type the name again.`;
  const [, repository = name, tag] = /^(.*?)(?:[:@]([^/]*))?$/.exec(name) ?? [];
  if (repository !== contract.image.replace(/:v1$/, ''))
    return 'Compare it letter by letter. An image that does not exist ends in ImagePullBackOff.';
  if (tag === undefined || tag === 'latest')
    return 'Without a tag, or with latest, nobody can tell later which version ran, and Kubernetes asks a registry at every start.';
  return `The tag is ${tag}; the check loads v1.`;
}

function alwaysPulled(container: Container): Flaw | undefined {
  if (container.get('imagePullPolicy') !== 'Always') return undefined;
  return {
    at: container.where('imagePullPolicy'),
    summary: 'imagePullPolicy: Always asks a registry every time, and no registry has this image.',
    expected: 'IfNotPresent, Never or nothing: with a tag other than latest the default is IfNotPresent',
    actual: 'Always',
    hint: 'The pod would stay in ImagePullBackOff, although the image is on the node.',
  };
}
