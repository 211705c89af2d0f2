import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ClusterChoice, chooseCluster, isLocal } from '../../../src/harness/kubernetes/context.ts';
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
