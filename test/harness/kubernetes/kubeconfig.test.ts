import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseCluster } from '../../../src/harness/kubernetes/context.ts';
import { loadKubeconfig } from '../../../src/harness/kubernetes/kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with one context, cluster and user, all named alike. */
function file(name: string, server: string, current = name): string {
  const path = join(folder, `${server.replace(/\W/g, '')}.json`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current,
    clusters: [{ name, cluster: { server, 'certificate-authority': 'ca.crt' } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const servers = async (...files: string[]) => {
  const config = await loadKubeconfig({ KUBECONFIG: files.join(delimiter) });
  return {
    current: config.getCurrentContext(),
    servers: config.getClusters().map(({ name, server }) => `${name} ${server}`),
  };
};

describe('kubeconfig files', () => {
  it('are merged: all contexts, the first current one', async () => {
    expect(await servers(file('kind-a', 'https://127.0.0.1:1'), file('kind-b', 'https://127.0.0.1:2'))).toEqual({
      current: 'kind-a',
      servers: ['kind-a https://127.0.0.1:1', 'kind-b https://127.0.0.1:2'],
    });
  });

  it('may name the same context twice: the first wins', async () => {
    expect(await servers(file('kind-a', 'https://127.0.0.1:1'), file('kind-a', 'https://127.0.0.1:2'))).toEqual({
      current: 'kind-a',
      servers: ['kind-a https://127.0.0.1:1'],
    });
  });

  it('may leave the current context to a later one', async () => {
    const first = file('kind-a', 'https://127.0.0.1:1', '');
    expect((await servers(first, file('kind-b', 'https://127.0.0.1:2'))).current).toBe('kind-b');
  });

  it('may be missing or empty', async () => {
    const empty = join(folder, 'empty');
    writeFileSync(empty, '\n');
    expect(await servers(join(folder, 'nowhere'), empty, file('kind-a', 'https://127.0.0.1:1'))).toMatchObject({
      current: 'kind-a',
    });
  });

  it('name other files relative to themselves', async () => {
    const config = await loadKubeconfig({ KUBECONFIG: file('kind-a', 'https://127.0.0.1:1') });
    expect(config.getCluster('kind-a')?.caFile).toBe(join(folder, 'ca.crt'));
  });

  it('that are broken are unsuitable, not missing', async () => {
    const broken = join(folder, 'broken');
    writeFileSync(broken, 'a: [');
    expect(await chooseCluster({ KUBECONFIG: broken }, undefined)).toMatchObject({
      ok: false,
      lack: { state: 'unsuitable' },
    });
  });
});

describe('the environment', () => {
  const own = process.env.KUBECONFIG;
  beforeEach(() => {
    process.env.KUBECONFIG = file('kind-process', 'https://127.0.0.1:9');
  });
  afterEach(() => {
    if (own === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = own;
  });

  it('is the run’s, not that of this process', async () => {
    const answer = await chooseCluster({ KUBECONFIG: file('kind-run', 'https://127.0.0.1:1') }, undefined);
    expect(answer).toMatchObject({ ok: true, value: { context: 'kind-run' } });
  });

  it('is never written, not even for a moment', async () => {
    const real = process.env;
    const written: string[] = [];
    process.env = new Proxy(real, {
      set: (target, name, value) => written.push(String(name)) > 0 && Reflect.set(target, name, value),
      deleteProperty: (target, name) => written.push(String(name)) > 0 && Reflect.deleteProperty(target, name),
    });
    try {
      await chooseCluster({ KUBECONFIG: file('kind-run', 'https://127.0.0.1:1') }, undefined);
      await chooseCluster({ HOME: folder }, undefined);
    } finally {
      process.env = real;
    }
    expect(written).toEqual([]);
  });

  it('without any configuration has no cluster, whatever this process is configured for', async () => {
    expect(await chooseCluster({ HOME: folder }, undefined)).toMatchObject({ ok: false, lack: { state: 'missing' } });
    expect(await chooseCluster({}, undefined)).toMatchObject({ ok: false, lack: { state: 'missing' } });
  });
});
