/** What a full disk, a read-only folder or a killed compiler say, so that it is never taken for the learner's mistake. */
import { Blocked } from '../../kit/index.ts';
import type { LaunchError } from '../process/launch.ts';

const faults: [RegExp, string][] = [
  [
    /no space left on device|disk quota exceeded/i,
    'The disk is full. Free some space (or set TMPDIR or GOCACHE to another disk), then check again.',
  ],
  [
    /build cache is (?:required|disabled)|GOCACHE is not defined|failed to (?:initialize|trim) build cache|could not create module cache/i,
    'Go can’t use its build cache. Set GOCACHE to a folder of yours that can be written.',
  ],
  [
    /read-only file system|permission denied|too many open files/i,
    'The system does not let Go write or open what it needs. Look at the folders named above; TMPDIR and GOCACHE choose others.',
  ],
  [
    /: signal: killed$|cannot allocate memory|resource temporarily unavailable/im,
    'The system ended the compiler, most likely for want of memory. Close some programs, then check again.',
  ],
];

/** A line that begins with a place in a Go file is the compiler's word about the learner's program, whatever it says. */
const aboutTheProgram = /^(?:vet: )?(?:\.\/)?[^\s:]+\.go:\d+/;

/** Throws where the output of a go command that failed speaks of the machine. */
export function throwIfMachine(output: string): void {
  const said = output.split('\n').filter((line) => !aboutTheProgram.test(line));
  for (const line of said) {
    const advice = faults.find(([words]) => words.test(line))?.[1];
    if (advice)
      throw new Blocked({ need: 'disk', state: 'exhausted', what: `${line.trim().slice(0, 300)}\n`, fix: advice });
  }
}

/** A program that compiled a moment ago can't be the cause: a folder mounted noexec is, or a limit of the system. */
export function cannotLaunch({ code }: LaunchError, folder: string): Blocked {
  if (code === 'EACCES' || code === 'EPERM')
    return new Blocked({
      need: 'disk',
      state: 'forbidden',
      what: `The system does not run programs from ${folder} (${code}); it may be mounted noexec.`,
      fix: 'Set TMPDIR to another folder.',
    });
  return new Blocked({
    need: 'disk',
    state: 'exhausted',
    what: `The system could not start another program (${code}).`,
    fix: 'Close some programs, or raise its limits, then check again.',
  });
}
