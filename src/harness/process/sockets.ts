/** What Linux tells about a process: its memory, the ports it listens on, who holds a port. Elsewhere: undefined. */
import { basename } from 'node:path';
import { linkOf, namesIn, textOf } from './procfs.ts';

/** Resident set in bytes (proc(5): VmRSS). */
export function residentBytes(pid: number): number | undefined {
  const status = textOf(`/proc/${pid}/status`);
  const kilobytes = status && /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes ? Number(kilobytes) * 1024 : undefined;
}

/** Ports in state LISTEN that the processes have open. */
export function listeningPorts(pids: readonly number[]): number[] | undefined {
  const listeners = listening();
  if (!listeners) return undefined;
  const ports = new Set<number>();
  for (const pid of pids) {
    for (const inode of socketsOf(pid)) {
      const port = listeners.get(inode);
      if (port !== undefined) ports.add(port);
    }
  }
  return [...ports].sort((a, b) => a - b);
}

export type Holder = {
  pid: number;
  name: string;
  /** Its program, absolute. */
  file?: string;
  /** NAME=value pairs */
  environment: string;
};

/** What listens on a port; undefined where nothing does, or the system does not tell. */
export function holderOf(port: number): Holder | undefined {
  const inodes = [...(listening() ?? [])].filter(([, open]) => open === port).map(([inode]) => inode);
  if (inodes.length === 0) return undefined;
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const pid = Number(name);
    if (!socketsOf(pid).some((inode) => inodes.includes(inode))) continue;
    return {
      pid,
      name: nameOf(pid),
      file: fileOf(pid),
      environment: textOf(`/proc/${pid}/environ`) ?? '',
    };
  }
  return undefined;
}

const fileOf = (pid: number) => linkOf(`/proc/${pid}/exe`)?.replace(/ \(deleted\)$/, '');

/** The program file's name. comm is only the main thread's name, which a program may change (Node's is "MainThread"). */
function nameOf(pid: number): string {
  const file = fileOf(pid);
  return file ? basename(file) : (textOf(`/proc/${pid}/comm`) ?? '?').trim();
}

/** Inode → port of every listening TCP socket (proc(5): /proc/net/tcp; state 0A is LISTEN). */
function listening(): Map<string, number> | undefined {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(textOf).filter((table) => table !== undefined);
  if (tables.length === 0) return undefined;
  const found = new Map<string, number>();
  for (const line of tables.flatMap((table) => table.split('\n').slice(1))) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state === '0A' && local && inode)
      found.set(inode, Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16));
  }
  return found;
}

function socketsOf(pid: number): string[] {
  const found: string[] = [];
  for (const fd of namesIn(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`) ?? '')?.[1];
    if (inode) found.push(inode);
  }
  return found;
}
