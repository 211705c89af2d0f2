/** Right programs on machines that allow little: some checks are blocked with the limit named, and none fails. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/course/own.ts';

const place = mkdtempSync(join(tmpdir(), 'limits-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** `before`: shell commands that lower a limit of the process that becomes the checker. */
function check(before: string, options: string, wrapper: readonly string[] = []) {
  const script = `${before}; exec "$0" src/cli.ts check 02 --path solutions/02-parallel-fetch ${options}`;
  const [command = '', ...args] = [...wrapper, 'bash', '-ec', script, process.execPath];
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: packageRoot,
    env: { ...process.env, XDG_STATE_HOME: join(place, 'state') },
    encoding: 'utf8',
    timeout: 500_000,
  });
  return { status, text: stdout + stderr };
}

const failures = /^ +(failed|FAILED|errored|ERRORED) /m;
const timeout = 520_000;

describe.skipIf(process.platform === 'win32')('a limit on open files', () => {
  it('blocks what needs more, by name, and fails nothing', { timeout }, () => {
    const { status, text } = check(
      'ulimit -n 256',
      '--only fan-out --only no-race --only parallel --only upstream-error',
    );
    expect(text).toMatch(/blocked +has 250 dashboards in flight at once\n.*no more than 256 files/);
    expect(text).toMatch(/blocked +has no data race .*\n.*ulimit -n/);
    expect(text).toMatch(/passed +asks both upstreams at once/);
    expect(text).not.toMatch(failures);
    expect(status).toBe(2);
  });

  it('that is enough lets everything pass', { timeout }, () => {
    const { status, text } = check('ulimit -n 1024', '--only fan-out --only no-race --only no-leak');
    expect({ status, text }).toMatchObject({ status: 0, text: expect.stringContaining('PASSED') });
  });
});

const pids = '/sys/fs/cgroup/pids';

function canLimitProcesses(): boolean {
  if (!existsSync(join(pids, 'cgroup.procs'))) return false;
  try {
    mkdirSync(group);
    writeFileSync(join(group, 'pids.max'), '30');
    return true;
  } catch {
    return false;
  }
}
const group = join(pids, `limits-test-${process.pid}`);
const limited = canLimitProcesses();
afterAll(() => {
  if (limited) rmdirSync(group);
});

describe.skipIf(!limited)('a limit on processes (needs the right to make a control group)', () => {
  it('blocks what found no room, and fails nothing', { timeout }, () => {
    const { text } = check(`echo $BASHPID > ${group}/cgroup.procs`, '');
    expect(text).toMatch(/blocked/);
    expect(text).toMatch(/allows 30: pids\.max/);
    expect(text).not.toMatch(failures);
  });
});

const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;

describe.skipIf(!canMount)('a small folder for temporary files (needs the right to mount)', () => {
  it('blocks what does not fit, and fails nothing', { timeout }, () => {
    const small = join(place, 'small');
    mkdirSync(small);
    const before = `mount -t tmpfs -o size=20m tmpfs ${small}; export TMPDIR=${small}`;
    const { status, text } = check(before, '--only no-race --only parallel', ['unshare', '-m']);
    expect(text).toMatch(/blocked +has no data race .*\n.*no space left on device/);
    expect(text).toMatch(/passed +asks both upstreams at once/);
    expect(status).toBe(2);
  });
});
