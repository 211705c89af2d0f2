import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { findEngine } from '../../../src/harness/docker/engine/engine.ts';
import { labelsOf } from '../../../src/harness/docker/labels.ts';
import { type Harness, openHarness } from '../../../src/harness/index.ts';
import { bareScope, type CheckContext, eventually, type ImageBuild } from '../../../src/kit/index.ts';
import { describeWithDocker } from '../../testbed/docker.ts';

const solution = path.join(import.meta.dirname, '../../../solutions/05-scratch-image');
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const granted = { port: 8080, memory: 32 * 2 ** 20, cpus: 0.5 };

type Opened = { context: CheckContext; harness: Harness; lines: string[] };

async function open(
  environment: NodeJS.ProcessEnv,
  change: (folder: string) => void = () => {},
  signal = new AbortController().signal,
): Promise<Opened> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gcw-docker-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(solution, folder, { recursive: true });
  change(folder);
  const harness = await openHarness({ folder, signal, environment });
  cleanups.push(() => harness.close());
  const lines: string[] = [];
  const context = harness.contextFor({
    ...bareScope(signal),
    log: (_source, line) => void lines.push(line),
    defer: (cleanup) => void cleanups.push(cleanup),
  });
  return { context, harness, lines };
}

const rewrite = (from: string | RegExp, to: string) => (folder: string) => {
  const file = path.join(folder, 'Dockerfile');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
};

async function docker(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  return (await promisify(execFile)('docker', args, { env: environment })).stdout.trim();
}

await describeWithDocker('an engine', (environment) => {
  const withoutCli = { ...environment, PATH: '/nowhere', DOCKER_BUILDKIT: '1' };
  const builders: [string, NodeJS.ProcessEnv, string][] = [
    [
      'the docker command line, as far as it has BuildKit',
      { ...environment, PATH: `/usr/bin:${environment.PATH}` },
      'buildkit',
    ],
    ['BuildKit through the API', withoutCli, 'buildkit'],
    ['the classic builder', { ...environment, DOCKER_BUILDKIT: '0' }, 'classic'],
  ];

  describe.each(builders)('%s', (_name, env, builder) => {
    it('builds, reads what ships, runs, stops, and leaves nothing behind', async () => {
      const { context, harness, lines } = await open(env);
      const build = await context.docker.build();
      if (!build.ok) throw new Error(build.output.join('\n'));
      expect(build.builder).toBe(builder);
      expect(build.image).toMatchObject({ os: 'linux', user: '65532:65532', entrypoint: ['/server'], cmd: [] });
      expect(lines.join('\n')).toContain('go build');
      const contents = await context.docker.contents(build.image);
      expect(contents.files.filter(({ kind }) => kind === 'file').map((file) => file.path)).toEqual([
        '/etc/ssl/certs/ca-certificates.crt',
        '/server',
      ]);
      expect(contents.elf('/server')).toMatchObject({ stripped: true, goBuild: { '-trimpath': 'true' } });
      expect(contents.elf('/server')?.interpreter).toBeUndefined();
      expect(contents.layers.map(({ madeBy }) => madeBy?.split(' ')[0])).toEqual(['COPY', 'COPY']);
      expect(contents.bytes).toBeGreaterThan(contents.find('/server')?.bytes ?? 0);
      const container = await context.docker.run(build.image, granted);
      if (!container.started) throw new Error(container.message);
      expect(await container.answers('/healthz')).toBeGreaterThan(0);
      expect(await container.stop(30)).toMatchObject({ code: 0, outOfMemory: false });
      expect(container.log.lines.map(({ text }) => text).join('\n')).toContain('draining');
      const run = await docker(
        environment,
        'inspect',
        '-f',
        `{{index .Config.Labels "io.go-cloud-workshop.run"}}`,
        build.image.id,
      );
      await harness.close();
      await nothingLeft(environment, run, build);
    });

    it('names the step that stops it, and its line', async () => {
      const { context } = await open(env, rewrite('COPY go.mod ./', 'COPY go.mod go.sum ./'));
      const build = await context.docker.build();
      expect(build).toMatchObject({
        ok: false,
        cause: { kind: 'no-such-file', path: 'go.sum' },
        step: { line: 7 },
        message: expect.stringContaining('go.sum'),
      });
    });

    it('shows what a failing RUN printed', async () => {
      const { context } = await open(env, rewrite('go mod download', 'echo "it says this" && false'));
      const build = await context.docker.build();
      expect(build).toMatchObject({ ok: false, step: { line: 8 }, printed: expect.arrayContaining(['it says this']) });
    });

    it('cancels for real', async () => {
      const cancel = new AbortController();
      // An unusual number, to find the process by.
      const { context, harness, lines } = await open(
        env,
        rewrite('go mod download', 'sleep 98765.4321'),
        cancel.signal,
      );
      const build = context.docker.build();
      await eventually(60_000, () =>
        lines.some((line) => line.includes('RUN sleep')) && sleeping() ? true : undefined,
      );
      cancel.abort(new Error('enough'));
      await expect(build).rejects.toThrow();
      expect(await eventually(30_000, () => (sleeping() ? undefined : true))).toBe(true);
      await harness.close();
      await noStepsLeft(environment, lines);
    });
  });

  it('builds with cache mounts also where the command line has no BuildKit', async () => {
    const { context } = await open(
      withoutCli,
      rewrite('RUN go mod', 'RUN --mount=type=cache,target=/go/pkg/mod go mod'),
    );
    expect(await context.docker.build()).toMatchObject({ ok: true });
  });

  it('says why a container does not start', async () => {
    const { context } = await open(environment, rewrite('ENTRYPOINT ["/server"]', 'ENTRYPOINT ["/nothing"]'));
    const build = await context.docker.build();
    if (!build.ok) throw new Error(build.message);
    const container = await context.docker.run(build.image, granted);
    expect(container).toMatchObject({ started: false, cause: 'other', message: expect.stringContaining('/nothing') });
  });

  it.each([
    ['that ends', '["/bin/sh", "-c", "echo bye; exit 7"]', { code: 7, outOfMemory: false }, ['bye']],
    ['that needs more memory than it gets', '["tail", "/dev/zero"]', { code: 137, outOfMemory: true }, []],
  ])('sees a program %s', async (_name, entrypoint, ending, printed) => {
    const end = `FROM alpine:3.22\nENTRYPOINT ${entrypoint}\n`;
    const { context } = await open(environment, (folder) => writeFileSync(path.join(folder, 'Dockerfile'), end));
    const build = await context.docker.build();
    if (!build.ok) throw new Error(build.message);
    const container = await context.docker.run(build.image, granted);
    if (!container.started) throw new Error(container.message);
    expect(await container.exited()).toMatchObject(ending);
    expect(container.log.lines.map(({ text }) => text)).toEqual(printed);
  });

  it('removes what a killed run left, and nothing of a run that is alive', async () => {
    const dead = ['io.go-cloud-workshop.run=run-dead', `io.go-cloud-workshop.owner=${hostname()} 4194304 1`];
    const alive = Object.entries(labelsOf('run-alive')).map(([name, value]) => `${name}=${value}`);
    const create = (labels: string[]) =>
      docker(environment, 'create', ...labels.flatMap((label) => ['--label', label]), 'alpine:3.22');
    const [gone, kept] = [await create(dead), await create(alive)];
    cleanups.push(() => docker(environment, 'rm', '-f', kept));
    const { harness } = await open(environment);
    expect(await harness.lacks('docker')).toBeUndefined();
    const all = (await docker(environment, 'ps', '-aq', '--no-trunc')).split('\n');
    expect(all).not.toContain(gone);
    expect(all).toContain(kept);
  });
});

describe('no engine', () => {
  const find = async (environment: NodeJS.ProcessEnv) => {
    const answer = await findEngine(environment);
    if (answer.ok) throw new Error('there is one');
    return answer.lack;
  };

  it('names the address that was chosen and does not answer', async () => {
    expect(await find({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })).toMatchObject({
      state: 'stopped',
      what: expect.stringContaining('DOCKER_HOST: unix:///nowhere/docker.sock'),
    });
    expect(await find({ DOCKER_HOST: 'tcp://127.0.0.1:1' })).toMatchObject({ state: 'stopped' });
  });

  it('says what cannot be used', async () => {
    expect(await find({ DOCKER_HOST: 'ssh://me@there' })).toMatchObject({ state: 'unsuitable' });
    expect(await find({ DOCKER_HOST: 'tcp://' })).toMatchObject({ state: 'unsuitable' });
  });

  it('reads the active docker context', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gcw-context-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(path.join(folder, 'config.json'), '{"currentContext":"colima"}');
    cpSync(path.join(import.meta.dirname, 'fixtures/docker-context'), folder, { recursive: true });
    expect((await find({ DOCKER_CONFIG: folder })).what).toMatch(/docker context colima.*colima.sock/);
  });
});

function sleeping(): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sleep\0' + '98765.4321');
    } catch {
      return false;
    }
  });
}

/** Other test files use the engine at the same time: only what this run made counts. */
async function nothingLeft(environment: NodeJS.ProcessEnv, run: string, build: ImageBuild): Promise<void> {
  const filter = ['--filter', `label=io.go-cloud-workshop.run=${run}`];
  expect(run).toMatch(/^run-/);
  expect(await docker(environment, 'ps', '-aq', ...filter)).toBe('');
  expect(await docker(environment, 'images', '-aq', ...filter)).toBe('');
  await noStepsLeft(environment, build.output);
}

/** The classic builder leaves an image behind for every step. */
async function noStepsLeft(environment: NodeJS.ProcessEnv, output: readonly string[]): Promise<void> {
  const steps = output.flatMap((line) => / ---> ([0-9a-f]{12})$/.exec(line)?.[1] ?? []);
  const all = await docker(environment, 'images', '-aq', '--filter', 'dangling=true');
  for (const id of steps) expect(all).not.toContain(id);
}
