/**
 * Another program holds port 8080: the machine's lack, not the learner's fault. Runs in its own network namespace, where the
 * machine's real 8080 does not matter.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/course/own.ts';

const place = mkdtempSync(join(tmpdir(), 'busy-port-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const canHaveNetwork =
  process.platform === 'linux' && spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0;

/** Holds 8080, then runs the check as a child, and exits with its exit code. */
const holder = `
  require('node:net').createServer().listen(8080, '127.0.0.1', () => {
    const [command, ...args] = process.argv.slice(1);
    require('node:child_process').spawn(command, args, { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 99));
  });`;

/** The lock on 8080 is in TMPDIR, so the check does not wait for runs outside the namespace. */
function checkWithBusyPort(...options: string[]) {
  const check = [process.execPath, 'src/cli.ts', 'check', '01', '--path', 'solutions/01-http-server', ...options];
  const script = 'ip link set lo up && exec "$@"';
  const inside = ['-n', '/bin/sh', '-ec', script, 'sh', process.execPath, '-e', holder, '--', ...check];
  const { status, stdout, stderr } = spawnSync('unshare', inside, {
    cwd: packageRoot,
    env: { ...process.env, XDG_STATE_HOME: join(place, 'state'), TMPDIR: place },
    encoding: 'utf8',
    timeout: 500_000,
  });
  return { status, text: stdout + stderr };
}

describe.skipIf(!canHaveNetwork)('a port 8080 that is taken (needs the right to make a network namespace)', () => {
  it('blocks default-port and nothing else, names the holder, and exits with 2', { timeout: 520_000 }, () => {
    const { status, text } = checkWithBusyPort();
    expect(text).toMatch(/blocked +listens on port 8080 when PORT is not set/);
    expect(text).toMatch(/Port 8080 is taken by node \(process \d+\)/);
    expect(text).not.toMatch(/^ +(failed|errored|skipped) /m);
    expect(text.match(/^ +passed /gm)).toHaveLength(13);
    expect(status).toBe(2);
  });

  it('exits with 0 under --allow-blocked', { timeout: 520_000 }, () => {
    const { status, text } = checkWithBusyPort('--allow-blocked', '--only', 'default-port');
    expect({ status, text }).toMatchObject({ status: 0, text: expect.stringMatching(/blocked +listens on port 8080/) });
  });
});
