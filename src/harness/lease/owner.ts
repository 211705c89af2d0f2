/** Which process a file or folder belongs to, so that another one can tell whether it still lives. */
import { startedAt } from '../process/family.ts';
import { linkOf } from '../process/procfs.ts';

export type Owner = {
  pid: number;
  startedAt: string;
  /** Where the pid counts: a container that shares our temp folder has processes of its own (pid_namespaces(7)). */
  namespace?: string;
  /** Unix time, ms. */
  since?: number;
};

/** No run lasts longer. */
const longestMs = 24 * 3_600_000;

const namespace = () => linkOf('/proc/self/ns/pid') ?? '';

export const thisOwner = (): Owner => ({
  pid: process.pid,
  startedAt: startedAt(process.pid),
  namespace: namespace(),
  since: Date.now(),
});

/** An owner that we can't see from here is believed to live for a day. */
export function ownerLives(owner: Owner): boolean {
  const { namespace: where = namespace(), since = 0 } = owner;
  if (where !== namespace()) return Math.abs(Date.now() - since) < longestMs;
  return startedAt(owner.pid) === owner.startedAt;
}
