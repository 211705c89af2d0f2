/** What the machine allows a process, and a program that had less than every right one needs. */
import { describe, expect, it, test } from 'vitest';
import { lacksMemory, processLimit } from '../../../src/harness/machine/cgroup.ts';
import { lacksOpenFiles, roomForOpenFiles } from '../../../src/harness/machine/open-files.ts';
import { type ProgramFacts, shortageOf } from '../../../src/harness/machine/program-shortage.ts';

const MiB = 2 ** 20;
const files = (content: Record<string, string>) => (path: string) => content[path];

describe('the limit of a control group', () => {
  const v2 = {
    '/proc/self/cgroup': '0::/a/b\n',
    '/sys/fs/cgroup/a/b/pids.max': 'max\n',
    '/sys/fs/cgroup/a/pids.max': '30\n',
    '/sys/fs/cgroup/memory.max': `${100 * MiB}\n`,
  };
  const v1 = {
    '/proc/self/cgroup': '5:pids:/c\n4:cpu,memory:/c\n0::/\n',
    '/sys/fs/cgroup/pids/c/pids.max': '30\n',
    '/sys/fs/cgroup/memory/c/memory.limit_in_bytes': `${100 * MiB}\n`,
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
  };

  it.each([
    ['2', v2],
    ['1', v1],
  ])('is the lowest on the way up, in version %s', (_, content) => {
    expect(processLimit(files(content))).toContain('allows 30');
    expect(lacksMemory(files(content))?.what).toContain('allows 100 MiB');
  });

  it('is none where the system has none, or tells none', () => {
    const free = { ...v1, '/sys/fs/cgroup/memory/c/memory.limit_in_bytes': '9223372036854771712\n' };
    expect(lacksMemory(files(free))).toBeUndefined();
    expect(processLimit(files({}))).toBe('');
  });
});

test('a check that needs more open files than the machine allows is told the limit and how to raise it', () => {
  expect(lacksOpenFiles(roomForOpenFiles())).toBeUndefined();
  expect(lacksOpenFiles(roomForOpenFiles() + 1)).toMatchObject({
    need: { openFiles: roomForOpenFiles() + 1 },
    state: 'exhausted',
    fix: expect.stringContaining('ulimit -n'),
  });
});

describe('a program', () => {
  const died = { code: 2, signal: null, ms: 1 };
  const killed = { code: null, signal: 'SIGKILL', ms: 1 };
  const program = (facts: Partial<ProgramFacts>): ProgramFacts => ({
    lines: [],
    exit: undefined,
    killed: false,
    peakResident: 10 * MiB,
    modest: 256 * MiB,
    folder: '/tmp',
    ...facts,
  });
  const roomy = { openFiles: () => 1_048_576, freeBytes: () => 1e9 };
  const narrow = { openFiles: () => 256, freeBytes: () => 0 };
  const acceptError = 'http: Accept error: accept tcp [::]:20000: accept4: too many open files; retrying in 5ms';
  const noSpace = 'open /tmp/x: no space left on device';

  it.each<[string, Partial<ProgramFacts>]>([
    ['with few file handles', { lines: [acceptError] }],
    ['on a full disk', { lines: [noSpace] }],
    [
      'without room for a thread',
      { lines: ['runtime: failed to create new OS thread (have 2 already; errno=11)'], exit: died },
    ],
    [
      'whose race detector gets no memory',
      { lines: ['FATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2'], exit: died },
    ],
    ['that found no memory', { lines: ['fatal error: runtime: out of memory'], exit: died }],
    ['that the system ended', { exit: killed }],
  ])('%s is not at fault', (_, facts) => {
    expect(shortageOf(program(facts), narrow)?.what).toMatch(/./);
  });

  it.each<[string, Partial<ProgramFacts>]>([
    ['leaks its file handles', { lines: [acceptError] }],
    ['says so of a disk that has room', { lines: [noSpace] }],
    ['took all the memory', { lines: ['fatal error: runtime: out of memory'], exit: died, peakResident: 900 * MiB }],
    ['was ended because it took so much', { exit: killed, peakResident: 900 * MiB }],
    ['was ended by us', { exit: killed, killed: true }],
    ['was ended by us for its size', { exit: { ...killed, exceeded: { what: 'memory', limit: 1 } } }],
    ['panicked', { lines: ['panic: oops'], exit: died }],
    ['ended well', { exit: { ...died, code: 0 } }],
  ])('that %s is', (_, facts) => {
    expect(shortageOf(program(facts), roomy)).toBeUndefined();
  });
});
