/**
 * A program that fell short of what every right program needs here. What it prints decides nothing alone: the words of Go's
 * runtime (runtime/os_linux.go, runtime/malloc.go) and of errno count together with what the system says.
 */
import { statfsSync } from 'node:fs';
import type { Exit, Lack } from '../../kit/index.ts';
import { processLimit } from './cgroup.ts';
import { fixOf, lackOfLaunch } from './faults.ts';
import { openFileLimit } from './open-files.ts';

export type ProgramFacts = {
  /** What it printed, race reports included. */
  lines: readonly string[];
  exit: Exit | undefined;
  /** We have ended it ourselves. */
  killed: boolean;
  /** Bytes: the most it was seen to hold, and what a right program stays far below. */
  peakResident: number;
  modest: number;
  /** Where its files go. */
  folder: string;
};

/** What the system allows; for tests. */
type Machine = { openFiles(): number; freeBytes(folder: string): number };

const thisMachine: Machine = {
  openFiles: openFileLimit,
  freeBytes(folder) {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  },
};

/** With so many a right program never runs out: one that does, leaks. */
const enoughFiles = 1_024;
const full = 2 ** 20;

export function shortageOf(program: ProgramFacts, machine = thisMachine): Lack | undefined {
  const says = (words: RegExp) => program.lines.some((line) => words.test(line));
  if (says(/too many open files/) && machine.openFiles() < enoughFiles) return fewFiles(machine.openFiles());
  if (says(/no space left on device/) && machine.freeBytes(program.folder) < full)
    return lackOfLaunch('ENOSPC', program.folder);
  if (!program.exit || program.exit.code === 0) return undefined;
  if (says(/failed to create new OS thread|pthread_create failed: Resource temporarily unavailable/)) return noThread();
  if (says(/ThreadSanitizer( failed to allocate|: unexpected memory mapping|: failed to)/)) return noRaceDetector;
  return outOfMemory(program, says(/^fatal error: .*(out of memory|cannot allocate memory)/));
}

/** Ended by SIGKILL that is not ours, or at the end of its memory, with less than a right program may use. */
function outOfMemory({ exit, killed, peakResident, modest }: ProgramFacts, said: boolean): Lack | undefined {
  const bySystem = exit?.signal === 'SIGKILL' && !exit.exceeded && !killed;
  if (peakResident > modest || (!said && !bySystem)) return undefined;
  return {
    need: 'disk',
    state: 'exhausted',
    what: said
      ? 'The system had no memory left for the program, which held little of it.'
      : 'Something on this machine ended the program with SIGKILL; the system does so when memory runs out.',
    fix: 'Close some programs, or give the container more memory, then check again.',
  };
}

const fewFiles = (limit: number): Lack => ({
  need: 'disk',
  what: `The program ran out of file handles: a process may have no more than ${limit} here.`,
  ...fixOf('EMFILE', ''),
});

const noThread = (): Lack => ({
  need: 'disk',
  what: `The system had no room for another thread of the program${processLimit()}.`,
  ...fixOf('EAGAIN', ''),
});

const noRaceDetector: Lack = {
  need: 'cgo',
  state: 'unsuitable',
  what: 'The race detector could not get the memory addresses it needs, so it does not run here.',
  fix: 'It needs an unlimited address space (ulimit -v unlimited).',
};
