/** Objects that the cluster would take, and that could then not live or not go in the check's namespace. */
import { type ManifestObject, type Manifests, size } from '#kit';
import { database } from './contract.ts';
import { expandedLength, mostExpanded } from './environment.ts';
import type { Flaw } from './flaw.ts';
import { type Container, called, podsIn } from './pods.ts';

export const flawsOfObjects = (manifests: Manifests): (Flaw | undefined)[] => [
  ...manifests.objects.flatMap((object) => [
    takesOurName(object),
    ...metadatas.flatMap((path) => [neverGoes(object, path), ownedByNobody(object, path)]),
  ]),
  ...podsIn(manifests).flatMap(({ containers }) => containers.map((one) => growsTooLong(one, manifests))),
];

/** The kubelet writes all of it out before it starts anything, and would take the node's memory for it. */
function growsTooLong(container: Container, manifests: Manifests): Flaw | undefined {
  if (expandedLength(container, manifests) <= mostExpanded) return undefined;
  return {
    at: container.where('env'),
    summary: `The variables of ${called(container).toLowerCase()} are longer than ${size(mostExpanded)} once each $(NAME) is filled in.`,
    expected: `variables, command and arguments of at most ${size(mostExpanded)} together`,
    actual: 'more than that: a variable that names another twice is twice as long',
    hint: 'No program can be started with so much, and the node would run out of memory before it could try.',
  };
}

/** The object's own, and that of its pods. */
const metadatas = [['metadata'], ['spec', 'template', 'metadata']];

function takesOurName({ kind, name, where }: ManifestObject): Flaw | undefined {
  if (kind !== 'Service' || name !== database.service) return undefined;
  return {
    at: where('metadata', 'name'),
    summary: `There is a Service ${name} in k8s/, but the check provides that one: it plays the database.`,
    expected: `no Service named ${name}`,
    actual: `a Service ${name} that leads elsewhere`,
    hint: `The database at ${database.address} is there before your pods. With yours in its place nothing would answer.`,
  };
}

const count = (value: unknown) => (Array.isArray(value) ? value.length : 0);

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/ */
function neverGoes({ kind, name, get, where }: ManifestObject, path: readonly string[]): Flaw | undefined {
  const given = get(...path, 'finalizers');
  if (count(given) === 0) return undefined;
  return {
    at: where(...path, 'finalizers'),
    summary: `The ${kind} ${name} has finalizers, so it could never be deleted.`,
    expected: 'no finalizers',
    actual: `finalizers: ${(given as unknown[]).map(String).join(', ')}`,
    hint: 'Kubernetes deletes such an object only once a controller has removed its finalizers. Here none does, and the whole namespace would wait for it.',
  };
}

/** https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
function ownedByNobody({ kind, name, get, where }: ManifestObject, path: readonly string[]): Flaw | undefined {
  const given = get(...path, 'ownerReferences');
  if (count(given) === 0) return undefined;
  return {
    at: where(...path, 'ownerReferences'),
    summary: `The ${kind} ${name} has an owner that is not in k8s/, so Kubernetes would delete it at once.`,
    expected: 'no ownerReferences',
    actual: `${count(given)} of them`,
    hint: 'Controllers write them, with the uid of an object that exists. In a file there is no uid that could be right.',
  };
}
