/** Machines that lack something: the right verdict or one clear sentence, and the learner's program is never blamed. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/course/own.ts';

const place = mkdtempSync(join(tmpdir(), 'machine-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const file = join(place, 'a-file');
writeFileSync(file, '');
mkdirSync(join(place, 'mount'));

const check = ['src/cli.ts', 'check', '01', '--path', 'solutions/01-http-server', '--only', 'health'];
const quote = (words: string[]) => words.map((word) => `'${word}'`).join(' ');
/** Where Go keeps its caches, for tests that move the home. */
const caches = JSON.parse(
  spawnSync('go', ['env', '-json', 'GOCACHE', 'GOMODCACHE'], { encoding: 'utf8' }).stdout,
) as Record<string, string>;

/** `before`: shell commands that break the machine; `inside`: run in a mount namespace of its own. */
function run(before: string, env: Record<string, string | undefined>, inside = false) {
  const script = `${before}\nexec ${quote([process.execPath, ...check])}`;
  const [command, args] = inside ? ['unshare', ['-m', '/bin/sh', '-ec', script]] : ['/bin/sh', ['-ec', script]];
  const { status, stdout, stderr } = spawnSync(command as string, args as string[], {
    cwd: packageRoot,
    env: { ...process.env, XDG_STATE_HOME: join(place, 'state'), ...env } as NodeJS.ProcessEnv,
    encoding: 'utf8',
    timeout: 240_000,
  });
  return { status, text: stdout + stderr };
}

const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;
const mount = join(place, 'mount');

describe('settings of the machine do not change a verdict', () => {
  it.each<[string, string, Record<string, string>]>([
    [
      'proxies to nowhere',
      '',
      {
        HTTP_PROXY: 'http://127.0.0.1:1',
        HTTPS_PROXY: 'http://127.0.0.1:1',
        ALL_PROXY: 'socks5://127.0.0.1:1',
        NO_PROXY: '',
      },
    ],
    ['GOFLAGS', '', { GOFLAGS: '-mod=vendor -tags=nothing' }],
    ['GOENV that is no file', '', { GOENV: '/nowhere/env' }],
    ['GOOS and GOARCH of another machine', '', { GOOS: 'plan9', GOARCH: 'arm' }],
    ['a workspace file above', '', { GOWORK: '/nowhere/go.work' }],
    ['GOMAXPROCS, GODEBUG and PORT', '', { GOMAXPROCS: '1', GODEBUG: 'http2client=0', PORT: '1' }],
    ['a relative folder for temporary files', '', { TMPDIR: relative(packageRoot, place) }],
    ['a HOME that is set and empty', '', { HOME: '', ...caches }],
    ['few file handles', 'ulimit -n 256', {}],
  ])('%s', (_what, before, env) => {
    const { status, text } = run(before, env);
    expect({ status, text }).toMatchObject({ status: 0 });
  });
});

describe.skipIf(!canMount)('what the machine lacks', () => {
  const tiny = `mount -t tmpfs -o size=2m none ${mount}`;
  it.each<[string, string, Record<string, string>, RegExp]>([
    ['a temp folder that is full', tiny, { TMPDIR: mount }, /disk .*full/i],
    [
      'a temp folder that runs no programs',
      `mount -t tmpfs -o noexec none ${mount}`,
      { TMPDIR: mount },
      /does not run programs|permission denied/,
    ],
    ['a read-only temp folder', `mount -t tmpfs -o ro none ${mount}`, { TMPDIR: mount }, /TMPDIR/],
    [
      'a read-only build cache',
      `mount -t tmpfs -o ro none ${mount}`,
      { GOCACHE: join(mount, 'cache') },
      /read-only|build cache/,
    ],
    [
      'a read-only home, and no cache elsewhere',
      `mount -t tmpfs -o ro none ${mount}`,
      { HOME: mount, XDG_CACHE_HOME: '', GOCACHE: '', GOMODCACHE: caches.GOMODCACHE as string },
      /read-only|build cache/,
    ],
  ])('%s', (_what, before, env, says) => {
    const { status, text } = run(before, env, true);
    expect({ status, text }).toMatchObject({ status: 2, text: expect.stringMatching(says) });
    expect(text).not.toMatch(/FAILED|ERRORED|bug in go-cloud-workshop/);
  });

  it('a read-only home does not matter when the cache is elsewhere', () => {
    const { status, text } = run(`mount -t tmpfs -o ro none ${mount}`, { HOME: mount, ...caches }, true);
    expect({ status, text }).toMatchObject({ status: 0 });
  });
});

describe('an unusable temp folder', () => {
  it.each([
    ['does not exist', '/nowhere'],
    ['is a file', file],
    ['takes no folders', '/proc'],
  ])('%s', (_what, TMPDIR) => {
    const { status, text } = run('', { TMPDIR });
    expect({ status, text }).toMatchObject({ status: 2, text: expect.stringContaining('TMPDIR') });
  });
});
