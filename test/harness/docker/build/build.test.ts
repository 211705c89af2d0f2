/** Builds by an engine that is made of answers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildImage } from '../../../../src/harness/docker/build/build.ts';
import { type Engine, findEngine } from '../../../../src/harness/docker/engine/engine.ts';
import { openScratch } from '../../../../src/harness/run/scratch.ts';
import { filesOf } from '../../../checks/files.ts';

/** Answers each build with the next of these lists of events. */
async function engineThatAnswers(...builds: object[][]): Promise<Engine> {
  const server = createServer((request, response) => {
    request.resume();
    const version = { Os: 'linux', Version: '20.10', Arch: 'amd64', Components: [] };
    const events = request.url?.startsWith('/build') ? (builds.shift() ?? []) : [version];
    request.once('end', () => response.end(events.map((event) => `${JSON.stringify(event)}\n`).join('')));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await findEngine({ DOCKER_HOST: `tcp://127.0.0.1:${port}` });
  if (!answer.ok) throw new Error(answer.lack.what);
  return answer.value;
}

async function build(engine: Engine, environment: NodeJS.ProcessEnv = { DOCKER_BUILDKIT: '0' }) {
  const scratch = openScratch();
  onTestFinished(() => scratch.remove());
  return buildImage({
    engine,
    files: filesOf({ Dockerfile: 'FROM scratch\n' }),
    scratch,
    environment,
    labels: {},
    dockerfile: undefined,
    signal: new AbortController().signal,
    onLine: () => {},
    leftBehind: () => {},
  });
}

const vanished = [
  { stream: 'Step 1/1 : FROM scratch\n' },
  { error: 'failed to get digest sha256:6c45: open /var/lib/docker/image/6c45: no such file or directory' },
];
const made = [{ stream: 'Step 1/1 : FROM scratch\n' }, { aux: { ID: 'sha256:1' } }];

it('begins again when another run has removed a cached step meanwhile', async () => {
  const built = await build(await engineThatAnswers(vanished, made));
  expect(built).toMatchObject({ id: 'sha256:1', builder: 'classic' });
});

it('but once only, and not for another error', async () => {
  const twice = await build(await engineThatAnswers(vanished, vanished, made));
  expect(twice).toMatchObject({ id: undefined, log: { message: expect.stringContaining('failed to get digest') } });
  const other = await build(await engineThatAnswers([{ error: 'COPY failed' }], made));
  expect(other).toMatchObject({ id: undefined, log: { message: 'COPY failed' } });
});

describe('an engine without BuildKit', () => {
  const refused = [{ error: 'buildkit is only supported with experimental mode' }];
  const withoutCli = { PATH: '' };

  it('builds with its classic builder', async () => {
    const built = await build(await engineThatAnswers(refused, made), withoutCli);
    expect(built).toMatchObject({ id: 'sha256:1', builder: 'classic' });
  });

  it('but not after a failure of the Dockerfile’s own', async () => {
    const built = await build(await engineThatAnswers([{ error: 'COPY failed: buildkit' }], made), withoutCli);
    expect(built).toMatchObject({ id: undefined, builder: 'buildkit' });
  });
});
