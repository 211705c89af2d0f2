/** What a full disk, a read-only folder or a killed compiler make the go command print: never the learner's mistake. */
import type { Lack } from '../../kit/index.ts';
import { fixOf } from './faults.ts';

type Advice = Pick<Lack, 'state' | 'fix'>;

const goFolders = 'set TMPDIR and GOCACHE to folders elsewhere';
const ownCache: Advice = { state: 'forbidden', fix: 'Set GOCACHE to a folder of yours that can be written.' };
const lessLoad: Advice = { state: 'exhausted', fix: 'Close some programs, then try again.' };

/** Words → what they mean → how to mend it. The words are errno strings of Go's syscall package, and cmd/go's about its cache. */
const said: readonly [RegExp, string, Advice][] = [
  [/no space left on device/i, 'The disk is full.', fixOf('ENOSPC', goFolders)],
  [/disk quota exceeded/i, 'Your disk quota is used up.', fixOf('EDQUOT', goFolders)],
  [
    /build cache is (?:required|disabled)|GOCACHE is not defined|failed to (?:initialize|trim) build cache|could not create module cache/i,
    'Go can’t use its build cache.',
    ownCache,
  ],
  [/read-only file system/i, 'Go can’t write what it needs.', fixOf('EROFS', goFolders)],
  [/permission denied/i, 'Go may not write or open what it needs.', fixOf('EACCES', goFolders)],
  [/too many open files/i, 'Go may not open as many files as it needs.', fixOf('EMFILE', goFolders)],
  [
    /: signal: killed$|cannot allocate memory/im,
    'The system ended the compiler, most likely because memory ran out.',
    lessLoad,
  ],
  [
    /resource temporarily unavailable|failed to create new OS thread/i,
    'Go can’t start another process or thread.',
    fixOf('EAGAIN', goFolders),
  ],
  [/^fatal error: .*(out of memory|cannot allocate)/i, 'Memory ran out.', lessLoad],
];

/** We end the go command only where its result no longer counts: any other SIGKILL is the system's. */
export const lackOfKilled = (signal: string | null): Lack | undefined =>
  signal === 'SIGKILL'
    ? { need: 'disk', what: 'The system ended the go command, most likely because memory ran out.', ...lessLoad }
    : undefined;

/** A line that begins with a place in a Go file is the compiler's word about the learner's program, whatever it says. */
const aboutTheProgram = /^(?:vet: )?(?:\.\/)?[^\s:]+\.go:\d+/;

/** What the machine lacks, by the output of a go command that failed. The line itself names the folder, so it is quoted. */
export function lackInOutput(output: string): Lack | undefined {
  for (const line of output.split('\n')) {
    if (aboutTheProgram.test(line)) continue;
    const [, meaning, advice] = said.find(([words]) => words.test(line)) ?? [];
    if (meaning && advice) return { need: 'disk', what: `${line.trim().slice(0, 300)}\n${meaning}`, ...advice };
  }
  return undefined;
}
