/** Applies the manifests' objects; a refusal is an answer, with the object that was refused. */
import { LackError, type ManifestObject, type Manifests, type Rollout, type RolloutFault } from '../../../kit/index.ts';
import { apiError, asked } from '../answers.ts';
import type { Connection } from '../connection.ts';
import { maxReplicas } from '../namespace.ts';
import { appliedCopy, apply, inOrder, type Overrides } from './apply.ts';
import { refusal } from './messages.ts';

/** undefined: all of them are there. */
export async function applyAll(
  at: Connection,
  { objects }: Manifests,
  overrides: Overrides,
): Promise<Rollout | undefined> {
  const pods = podsOf(objects);
  if (pods > maxReplicas) return refused({ kind: 'too-many-pods', wanted: pods, allowed: maxReplicas }, '');
  for (const object of inOrder(objects)) {
    const said = misnamed(object) ?? taken(object, overrides) ?? (await refusalOf(at, object, overrides));
    const { kind, name, at: where } = object;
    if (said !== undefined) return refused({ kind: 'object-refused', object: { kind, name, at: where }, said }, said);
  }
  return undefined;
}

const podsOf = (objects: readonly ManifestObject[]) =>
  objects
    .filter(({ kind }) => kind === 'Deployment')
    .reduce((sum, object) => sum + Number(object.get('spec', 'replicas') ?? 1), 0);

function refused(fault: RolloutFault, said: string): Rollout {
  const at = fault.kind === 'object-refused' ? fault.object.at : undefined;
  const evidence = said === '' ? [] : [{ kind: 'events' as const, title: 'The API server', text: said, at }];
  return { ok: false, ms: 0, fault, evidence };
}

/** A name is a part of the path that is asked for, so nobody asks with one that could lead elsewhere. */
function misnamed({ name }: ManifestObject): string | undefined {
  if (/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name)) return undefined;
  return `metadata.name: Invalid value: ${JSON.stringify(name)}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`;
}

/** Server-side apply would take it over from the toolbox. */
function taken({ kind, name }: ManifestObject, { ours }: Overrides): string | undefined {
  if (!ours.some((one) => one.kind === kind && one.metadata?.name === name)) return undefined;
  return `the ${kind} ${name} is the check’s own`;
}

async function refusalOf(at: Connection, object: ManifestObject, overrides: Overrides): Promise<string | undefined> {
  try {
    await asked(at.context, () => apply(at.objects, appliedCopy(object, overrides)));
    return undefined;
  } catch (error) {
    if (isUnknownHere(error)) throw new LackError(olderCluster(at.context, object));
    const said = refusal(error);
    if (said === undefined) throw error;
    return said;
  }
}

/** The kind is one that Kubernetes has; this cluster does not serve it. The client looks it up before it asks. */
const isUnknownHere = (error: unknown) =>
  apiError(error)?.status === 404 || /^Unrecognized API version and kind/.test((error as Error).message);

const olderCluster = (context: string, { apiVersion, kind }: ManifestObject) => ({
  need: 'kubernetes' as const,
  state: 'too-old' as const,
  what: `The cluster "${context}" does not know ${apiVersion} ${kind}.`,
  fix: 'Use a cluster with a current Kubernetes.',
});
