/** Which process a file, folder, container or namespace belongs to, so that another process can tell whether it still lives. */
import { hostname } from 'node:os';
import { linkOf } from '../process/procfs.ts';
import { startedAt } from '../process/stat.ts';

export type Owner = {
  pid: number;
  /** Tells the process from a later one with the same number. */
  startedAt: string;
  /** Where the number counts: a container that shares our folders has processes of its own (pid_namespaces(7)). */
  namespace: string;
  /** Unix time, ms. */
  since: number;
};

/** No run lasts longer. */
const dayMs = 24 * 3_600_000;

const ownNamespace = () => linkOf('/proc/self/ns/pid') ?? '';

export const ownerOf = (pid: number): Owner => ({
  pid,
  startedAt: startedAt(pid),
  namespace: ownNamespace(),
  since: Date.now(),
});

export const thisOwner = (): Owner => ownerOf(process.pid);

/** The owner that a file names; undefined where it names none. */
export function parseOwner(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Owner;
    return typeof owner.pid === 'number' && typeof owner.startedAt === 'string' ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** How an owner is written where other machines can read it too: on containers, images and a cluster's namespaces. */
export const ownerMark = (): string => [hostname(), process.pid, startedAt(process.pid), ownNamespace()].join(' ');

/** An owner on another machine is believed to live for a day. `since`: when the marked thing was made, Unix time in ms. */
export function markedOwnerLives(mark: string, since: number): boolean {
  const [machine, pid, began = '', namespace = ownNamespace()] = mark.split(' ');
  if (machine !== hostname()) return Date.now() - since < dayMs;
  return ownerLives({ pid: Number(pid), startedAt: began, namespace, since });
}

/** `unseenMs`: how long an owner in another container is believed to live, as nothing here can tell. */
export function ownerLives(owner: Owner, unseenMs = dayMs): boolean {
  if (owner.namespace !== ownNamespace()) return Math.abs(Date.now() - owner.since) < unseenMs;
  const now = startedAt(owner.pid);
  return now !== '' && now === owner.startedAt;
}
