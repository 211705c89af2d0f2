/** `npm start` on a fresh clone, and again after changes. */
import { once } from 'node:events';
import { chownSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Clone, ended } from './clone.ts';

let clone: Clone;
beforeEach(() => {
  clone = new Clone();
});
afterEach(() => clone.dispose());

const npmCalls = () => readFileSync(path.join(clone.folder, 'npm-calls'), 'utf8').trim().split('\n');

test('a fresh clone installs, builds and runs; stdout and exit code are the program’s', async () => {
  const first = await clone.start('a', '--b=c');
  expect(first).toMatchObject({ code: 3, out: 'hello a --b=c\n' });
  expect(first.err).toMatch(/installing.*npm talks on stdout.*building.*the builder talks on stdout/s);
  expect(npmCalls()).toEqual(['ci --include=dev --no-audit --no-fund --loglevel=error']);
});

test('the second start says nothing of its own', async () => {
  await clone.start();
  expect(await clone.start()).toEqual({ code: 3, signal: null, out: 'hello\n', err: '' });
});

test.each([
  ['a changed source', () => clone.write('src/cli.js', "console.log('hello');\n")],
  ['an added one', () => clone.write('src/deep/new.js', '')],
  ['a deleted one', () => clone.remove('src/old.js')],
  ['a new checker', () => clone.write('checks/07-new.ts', '')],
])('%s is built again', async (_what, change) => {
  clone.write('src/old.js', '');
  await clone.start();
  change();
  expect((await clone.start()).err).toContain('building');
});

test('a lock file that asks for another version installs again', async () => {
  await clone.start();
  clone.write('package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '2.0.0' } } }));
  await clone.start();
  expect(npmCalls()).toHaveLength(2);
});

test('an optional package that this machine cannot have is not installed again and again', async () => {
  await clone.start();
  clone.write('node_modules/.package-lock.json', '{"packages":{"node_modules/a":{"version":"1.0.0"}}}');
  await clone.start();
  expect(npmCalls()).toHaveLength(1);
});

test('a failed build is a sentence after what the builder said, exit code 2, and the last build stays', async () => {
  await clone.start();
  const before = readdirSync(path.join(clone.folder, 'dist')).sort();
  clone.write('src/cli.js', 'BROKEN');
  const failed = await clone.start();
  expect(failed).toMatchObject({ code: 2, out: '' });
  expect(failed.err).toMatch(/cli\.js is broken\ngo-cloud-workshop: the build failed \(exit code 1\)/);
  expect(readdirSync(path.join(clone.folder, 'dist')).sort()).toEqual(before);
});

test('several at once all run, and install once', async () => {
  const all = await Promise.all([clone.start('1'), clone.start('2'), clone.start('3')]);
  expect(all.map(({ code, out }) => ({ code, out }))).toEqual(
    ['1', '2', '3'].map((name) => ({ code: 3, out: `hello ${name}\n` })),
  );
  expect(npmCalls()).toHaveLength(1);
});

test('a running program keeps the files it was started with while a newer one is built', async () => {
  const waits = (version: string) =>
    `console.log('ready'); process.stdin.once('data', async () => { console.log((await import('./lazy.js')).default, '${version}'); process.exit(); });`;
  clone.write('src/lazy.js', "export default 'old';");
  clone.write('src/cli.js', waits('old'));
  const running = clone.launch();
  const end = ended(running);
  await once(running.stdout ?? running, 'data');
  clone.write('src/lazy.js', "export default 'new';");
  clone.write('src/cli.js', "console.log('new');");
  expect((await clone.start()).out).toBe('new\n');
  running.stdin?.write('go\n');
  expect((await end).out).toBe('ready\nold old\n');
});

test('a signal is the program’s to handle', async () => {
  clone.write(
    'src/cli.js',
    "process.on('SIGTERM', () => { console.log('cleaned up'); process.exit(130); }); console.log('ready'); setInterval(() => {}, 1000);",
  );
  const running = clone.launch();
  const end = ended(running);
  await once(running.stdout ?? running, 'data');
  running.kill('SIGTERM');
  expect(await end).toMatchObject({ code: 130, out: 'ready\ncleaned up\n' });
});

const locks = () => readdirSync(clone.folder).filter((name) => name.endsWith('.lock'));

test('the lock of a set-up that was killed does not block the next one', async () => {
  const hold =
    "import { withLock } from './tools/setup/lock.mjs'; await withLock(process.cwd() + '/', () => process.kill(process.pid, 'SIGKILL'));";
  clone.write('hold.mjs', hold);
  expect((await clone.run('hold.mjs')).signal).toBe('SIGKILL');
  expect(locks()).toHaveLength(1);
  expect((await clone.start()).code).toBe(3);
  expect(locks()).toEqual([]);
});

/** Where the clone's set-up has its lock. */
async function lockOf(one: Clone): Promise<string> {
  one.write(
    'where.mjs',
    "import fs from 'node:fs'; import { withLock } from './tools/setup/lock.mjs'; await withLock(process.cwd() + '/', () => console.log(fs.readdirSync('.').find((name) => name.endsWith('.lock'))));",
  );
  return path.join(one.folder, (await one.run('where.mjs')).out.trim());
}

test('a folder for temporary files that is not there ends the set-up with a sentence', async () => {
  const { code, err } = await clone.startIn('/nowhere');
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/can't write its lock.*ENOENT.*TMPDIR/) });
});

test('a set-up that has to wait names the lock', async () => {
  const lock = await lockOf(clone);
  writeFileSync(lock, '');
  const { code, err } = await clone.start();
  expect(code).toBe(3);
  expect(err).toContain(`waiting for its lock, ${lock}`);
});

test.each<[string, (lock: string) => void, RegExp]>([
  ['a folder', (lock) => mkdirSync(lock), /is not ours: it is no file/],
  ['a link', (lock) => symlinkSync('nowhere', lock), /is not ours: it is no file/],
  ...(process.getuid?.() === 0
    ? [
        [
          'another user’s file',
          (lock: string) => {
            writeFileSync(lock, '');
            chownSync(lock, 65534, 65534);
          },
          /is not ours: it belongs to user 65534/,
        ] as [string, (lock: string) => void, RegExp],
      ]
    : []),
])('in place of the lock, %s ends the set-up with a sentence', async (_what, make, words) => {
  const lock = await lockOf(clone);
  make(lock);
  const { code, err } = await clone.start();
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(words) });
  expect(err).toContain(lock);
});

test.each([
  ['an empty one', ''],
  ['one whose owner’s pid now belongs to another process', `${process.pid} 1`],
])('a stale lock does not block a set-up: %s', async (_what, content) => {
  clone.write(
    'name.mjs',
    "import { withLock } from './tools/setup/lock.mjs'; await withLock(process.cwd() + '/', () => {});",
  );
  clone.write(
    'stale.mjs',
    `import fs from 'node:fs'; import { withLock } from './tools/setup/lock.mjs';
    await withLock(process.cwd() + '/', () => {
      const [name] = fs.readdirSync('.').filter((one) => one.endsWith('.lock'));
      fs.writeFileSync(name, ${JSON.stringify(content)});
      fs.utimesSync(name, 0, 0);
      process.kill(process.pid, 'SIGKILL');
    });`,
  );
  await clone.run('stale.mjs');
  expect(locks()).toHaveLength(1);
  expect((await clone.run('name.mjs')).code).toBe(0);
  expect(locks()).toEqual([]);
});
