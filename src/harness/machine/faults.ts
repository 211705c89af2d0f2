/** Faults of the machine by their errno(3): the one table for checks, for programs that can't be started, and for files of ours. */
import { tmpdir } from 'node:os';
import type { Lack, LackState } from '../../kit/index.ts';
import { LaunchError } from '../process/launch.ts';
import { processLimit } from './cgroup.ts';

/** `where`: the path it happened to; `elsewhere`: how to choose another, as a clause ("set TMPDIR to …"). */
type Fault = { state: LackState; what: (where: string) => string; fix: (elsewhere: string) => string };

const freeSpace = (elsewhere: string) => `Free some space, or ${elsewhere}, then try again.`;
const closePrograms = () => 'Close some programs, then try again.';
const lookAt = (elsewhere: string) => `Look at its owner and permissions, or ${elsewhere}.`;

/** The machine's fault wherever they turn up. */
const shortages: Record<string, Fault> = {
  ENOSPC: { state: 'exhausted', what: (where) => `The disk that holds ${where} is full.`, fix: freeSpace },
  EDQUOT: {
    state: 'exhausted',
    what: (where) => `Your disk quota is used up: ${where} could not be written.`,
    fix: freeSpace,
  },
  EROFS: {
    state: 'forbidden',
    what: (where) => `The disk that holds ${where} is read-only.`,
    fix: (elsewhere) => `To use another one, ${elsewhere}.`,
  },
  EMFILE: {
    state: 'exhausted',
    what: () => 'This process has no more file handles.',
    fix: () => 'Close some programs, or raise the limit (ulimit -n), then try again.',
  },
  ENFILE: { state: 'exhausted', what: () => 'The system has no more file handles.', fix: closePrograms },
  ENOMEM: { state: 'exhausted', what: () => 'The system has no memory left.', fix: closePrograms },
  ENOBUFS: { state: 'exhausted', what: () => 'The system has no room for another connection.', fix: closePrograms },
  EADDRNOTAVAIL: {
    state: 'exhausted',
    what: () => 'The system has no free port for another connection on 127.0.0.1.',
    fix: () => 'Close programs that keep many connections, wait a minute, then try again.',
  },
  // A thread of ours: pthread_create(3) says EAGAIN, and Node this.
  ERR_WORKER_INIT_FAILED: {
    state: 'exhausted',
    what: () => 'The system has no room for another thread.',
    fix: () => 'Close some programs, or raise the limit (ulimit -u), then try again.',
  },
  EAGAIN: {
    state: 'exhausted',
    what: () => `The system has no room for another process${processLimit()}.`,
    fix: () => 'Close some programs, or raise the limit (ulimit -u; for a container: --pids-limit), then try again.',
  },
};

/** The machine's fault where a person chose the path; anywhere else, ours. */
const pathFaults: Record<string, Fault> = {
  EACCES: { state: 'forbidden', what: (where) => `You may not read or write ${where}.`, fix: lookAt },
  EPERM: { state: 'forbidden', what: (where) => `The system does not allow writing ${where}.`, fix: lookAt },
  ENOENT: {
    state: 'missing',
    what: (where) => `${where} is not there any more.`,
    fix: () => 'If you moved it, move it back; else try again.',
  },
  ENOTDIR: {
    state: 'unsuitable',
    what: (where) => `A part of ${where} is a file, or a link that leads nowhere, and no folder.`,
    fix: (elsewhere) => `To use another folder, ${elsewhere}.`,
  },
  EISDIR: {
    state: 'unsuitable',
    what: (where) => `${where} is a folder where a file belongs.`,
    fix: () => 'Move it aside, then try again.',
  },
  ENAMETOOLONG: {
    state: 'unsuitable',
    what: (where) => `The path ${where} is too long for this system.`,
    fix: (elsewhere) => `To use a shorter one, ${elsewhere}.`,
  },
  ELOOP: {
    state: 'unsuitable',
    what: (where) => `${where} leads in a circle of symbolic links.`,
    fix: () => 'Name the real folder.',
  },
  EBUSY: {
    state: 'taken',
    what: (where) => `${where} is in use by another program.`,
    fix: () => 'Close that program, then try again.',
  },
};

const otherTemp = 'set TMPDIR to a folder elsewhere';

/** A shortage of the machine, met anywhere in our own work; undefined for every other error. */
export function lackOf(error: unknown): Lack | undefined {
  if (error instanceof LaunchError) return lackOfLaunch(error.code, tmpdir());
  // A busy descriptor says EAGAIN too; only starting a process makes it a shortage.
  return codeOf(error) === 'EAGAIN' ? undefined : lackFrom(shortages, error, 'our temporary files', otherTemp);
}

/** Also what keeps a path that a person chose from being used. `path` stands in where the error names none. */
export function lackOfPath(error: unknown, path: string, elsewhere: string): Lack | undefined {
  return lackFrom(pathFaults, error, path, elsewhere) ?? lackFrom(shortages, error, path, elsewhere);
}

/** A program that compiled a moment ago can't be started, so it isn't its fault. `folder`: what it lies in. */
export function lackOfLaunch(code: string, folder: string): Lack {
  if (code === 'EACCES' || code === 'EPERM')
    return {
      need: 'disk',
      state: 'forbidden',
      what: `The system does not run programs from ${folder} (${code}); it may be mounted noexec.`,
      fix: 'Set TMPDIR to a folder elsewhere.',
    };
  return (
    lackFrom(shortages, { code }, folder, otherTemp) ?? {
      need: 'disk',
      state: 'exhausted',
      what: `The system could not start another program (${code}).`,
      fix: 'Close some programs, or raise its limits, then try again.',
    }
  );
}

/** How to mend a shortage that a tool of the machine reported in its own words. */
export function fixOf(code: string, elsewhere: string): Pick<Lack, 'state' | 'fix'> {
  const { state, fix } = (shortages[code] ?? pathFaults[code]) as Fault;
  return { state, fix: fix(elsewhere) };
}

function lackFrom(table: Record<string, Fault>, error: unknown, path: string, elsewhere: string): Lack | undefined {
  const fault = table[codeOf(error) ?? ''];
  if (!fault) return undefined;
  const where = (error as NodeJS.ErrnoException).path ?? path;
  return { need: 'disk', state: fault.state, what: fault.what(where), fix: fault.fix(elsewhere) };
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code;
