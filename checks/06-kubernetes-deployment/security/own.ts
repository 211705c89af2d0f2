/** What the lesson asks beyond the standard: a read-only root, and no profile that only some nodes have. */
import type { Flaw } from '../manifest/flaw.ts';
import type { Container, Pod } from '../manifest/pods.ts';
import { settingsOf } from './container.ts';

export const ownFlaws = (pod: Pod): Flaw[] => [
  ...pod.containers.flatMap((container) => mayWriteItsImage(container) ?? []),
  ...[pod, ...pod.containers].flatMap((part) => profiles.flatMap((profile) => needsNode(part, profile) ?? [])),
];

function mayWriteItsImage(container: Container): Flaw | undefined {
  const { who, own, at } = settingsOf(container);
  const given = own('readOnlyRootFilesystem');
  if (given === true) return undefined;
  return {
    at: at('readOnlyRootFilesystem'),
    summary: `${who} may write to its own file system.`,
    expected: 'readOnlyRootFilesystem: true',
    actual: given === undefined ? 'not set' : String(given),
    hint: 'The restricted standard does not demand it, but the service writes no files, and an intruder could leave nothing behind.',
  };
}

const profiles = ['seccompProfile', 'appArmorProfile'];

/** The standard allows it, but the pod starts only on nodes that have the file. */
function needsNode(part: Pick<Container, 'get' | 'where'>, profile: string): Flaw | undefined {
  if (part.get('securityContext', profile, 'type') !== 'Localhost') return undefined;
  return {
    at: part.where('securityContext', profile, 'type'),
    summary: `${profile} names a file that only a node prepared for it has.`,
    expected: 'type: RuntimeDefault',
    actual: 'type: Localhost',
    hint: 'With Localhost, the pod starts only on nodes where somebody has put that profile.',
  };
}
