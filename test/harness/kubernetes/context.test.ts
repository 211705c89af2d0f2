import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ClusterChoice, chooseCluster, isLocal } from '../../../src/harness/kubernetes/context.ts';
import { loadImage } from '../../../src/harness/kubernetes/image/load.ts';
import { describeLack, type Found } from '../../../src/kit/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What was chosen, or why nothing was, in prose. */
const outcome = (answer: Found<ClusterChoice>) => (answer.ok ? answer.value : describeLack(answer.lack));

async function choose(context: string, server: string, wanted?: string) {
  const KUBECONFIG = join(folder, 'config');
  writeFileSync(
    KUBECONFIG,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': context,
      clusters: [{ name: 'c', cluster: { server } }],
      users: [{ name: 'u', user: {} }],
      contexts: [{ name: context, context: { cluster: 'c', user: 'u' } }],
    }),
  );
  return outcome(await chooseCluster({ KUBECONFIG }, wanted));
}

describe('which cluster may be used', () => {
  it.each([
    ['kind-kind', 'https://127.0.0.1:40000', 'kind'],
    ['minikube', 'https://192.168.49.2:8443', 'minikube'],
    ['k3d-dev', 'https://0.0.0.0:6550', 'k3d'],
    ['docker-desktop', 'https://kubernetes.docker.internal:6443', 'docker'],
    ['orbstack', 'https://127.0.0.1:26443', 'docker'],
    ['colima-work', 'https://127.0.0.1:6443', 'colima'],
  ])('%s at %s', async (context, server, kind) =>
    expect(await choose(context, server)).toMatchObject({ context, kind }),
  );

  it.each([
    ['production', 'https://127.0.0.1:6443'],
    ['kind-kind', 'https://203.0.113.7:6443'],
    ['minikube', 'https://k8s.example.com'],
  ])('not %s at %s, unless it is named', async (context, server) => {
    expect(await choose(context, server)).toMatch(new RegExp(`--context ${context}`));
    expect(await choose(context, server, context)).toMatchObject({ context });
  });

  it('says which contexts there are when the named one is not there', async () => {
    expect(await choose('kind-kind', 'https://127.0.0.1:1', 'kind-knid')).toMatch(
      /no Kubernetes context "kind-knid".*kind-kind/,
    );
  });

  it('says how to get one when there is none', async () => {
    expect(outcome(await chooseCluster({ KUBECONFIG: join(folder, 'nowhere'), HOME: folder }, undefined))).toMatch(
      /no Kubernetes cluster/,
    );
  });

  it.each([
    ['https://[::1]:6443', true],
    ['https://[2001:db8::1]:6443', false],
    ['https://10.0.0.1', true],
    ['https://172.32.0.1', false],
    ['https://localhost:6443', true],
    ['https://localhost.example.com', false],
    [undefined, false],
  ])('%s is local: %s', (server, local) => expect(isLocal(server)).toBe(local));
});

describe('how an image gets there', () => {
  async function loading(kind: string, context: string, custom?: string, codes: (number | undefined)[] = [0, 0, 0]) {
    const ran: string[] = [];
    const result = await loadImage(
      { kind, context } as ClusterChoice,
      '/t/image.tar',
      'a/b:v1',
      custom,
      async (command, args) => {
        ran.push([command, ...args].join(' '));
        const code = codes[ran.length - 1];
        return code === undefined
          ? undefined
          : { code, signal: null, ms: 1, output: 'some output\nthe last line', timedOut: false };
      },
    );
    return { ran, result };
  }

  it.each([
    ['kind', 'kind-dev', 'kind load image-archive /t/image.tar --name dev'],
    ['minikube', 'minikube', 'minikube image load /t/image.tar -p minikube'],
    ['k3d', 'k3d-x', 'k3d image import /t/image.tar -c x'],
    ['docker', 'docker-desktop', 'docker load -i /t/image.tar'],
  ])('%s', async (kind, context, command) =>
    expect(await loading(kind, context)).toEqual({ ran: [command], result: { ok: true, reference: 'a/b:v1' } }),
  );

  it('by a command of the learner’s', async () => {
    expect((await loading('other', 'x', 'ctr images import {archive}')).ran).toEqual([
      'ctr images import /t/image.tar',
    ]);
    expect((await loading('other', 'x', 'load-it')).ran).toEqual(['load-it /t/image.tar']);
  });

  it('through a registry, under another name', async () => {
    const { ran, result } = await loading('other', 'x', 'registry:127.0.0.1:5000/me/');
    expect(ran).toEqual([
      'docker load -i /t/image.tar',
      'docker tag a/b:v1 127.0.0.1:5000/me/a/b:v1',
      'docker push 127.0.0.1:5000/me/a/b:v1',
    ]);
    expect(result).toEqual({ ok: true, reference: '127.0.0.1:5000/me/a/b:v1' });
  });

  it('tries the next way, and says what went wrong with all of them', async () => {
    expect((await loading('rancher-desktop', 'rancher-desktop', undefined, [undefined, 0])).result.ok).toBe(true);
    const { result } = await loading('rancher-desktop', 'rancher-desktop', undefined, [undefined, 1]);
    expect(result).toMatchObject({
      ok: false,
      because: expect.stringMatching(/nerdctl is not installed.*the last line/),
    });
  });

  it('asks for the way where it is not known', async () => {
    expect((await loading('other', 'home')).result).toMatchObject({ because: expect.stringContaining('--load-image') });
  });
});
