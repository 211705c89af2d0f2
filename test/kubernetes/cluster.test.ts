/** What the checker leaves in a cluster: nothing, also after it was killed. Needs the test cluster (npm test brings one). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { CoreV1Api } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { listStages } from '../../src/course/course.ts';
import { ownCourse, packageRoot } from '../../src/course/own.ts';
import { openHarness } from '../../src/harness/index.ts';
import { connect } from '../../src/harness/kubernetes/connection.ts';
import { chooseCluster } from '../../src/harness/kubernetes/context.ts';
import {
  createNamespace,
  deleteNamespace,
  namespaceLabel,
  newNamespaceName,
} from '../../src/harness/kubernetes/namespace.ts';
import { eventually, orBlock } from '../../src/kit/index.ts';

const context = process.env.GO_CLOUD_WORKSHOP_CONTEXT;
const solution = listStages(ownCourse).find(({ slug }) => slug === 'kubernetes-deployment')?.solution as string;

async function api(): Promise<CoreV1Api> {
  const choice = await chooseCluster(process.env, context);
  if (!choice.ok) throw new Error(choice.lack.what);
  const { CoreV1Api } = await import('@kubernetes/client-node');
  return choice.value.config.makeApiClient(CoreV1Api);
}

const held = { finalizers: ['example.com/never'] };

/** A namespace in which a ConfigMap, a Deployment with its pods and an account are held by finalizers. */
async function heldNamespace() {
  const cluster = orBlock(await connect(process.env, context));
  const namespace = newNamespaceName();
  const { core, apps } = cluster;
  await createNamespace(core, namespace, 'test', cluster.context);
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'settings', ...held } } });
  await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'web', ...held } } });
  const labels = { app: 'web' };
  // No node has the label: the pods are there, and need no image.
  const pod = { nodeSelector: { nowhere: 'yes' }, containers: [{ name: 'web', image: 'web' }] };
  const template = { metadata: { labels, ...held }, spec: pod };
  const spec = { replicas: 2, selector: { matchLabels: labels }, template };
  await apps.createNamespacedDeployment({ namespace, body: { metadata: { name: 'web', ...held }, spec } });
  const pods = await eventually(
    30_000,
    async () => (await core.listNamespacedPod({ namespace })).items.length === 2 || undefined,
    50,
  );
  expect(pods).toBe(true);
  return { cluster, namespace };
}

const isGone = async (name: string) => {
  const { items } = await (await api()).listNamespace({ labelSelector: namespaceLabel });
  return items.every(({ metadata }) => metadata?.name !== name);
};

async function namespacesOf(owner: number): Promise<string[]> {
  const { items } = await (await api()).listNamespace({ labelSelector: namespaceLabel });
  return items
    .filter(({ metadata }) =>
      Object.values(metadata?.annotations ?? {}).some((value) => value.split(' ')[1] === String(owner)),
    )
    .map(({ metadata }) => metadata?.name as string);
}

const goneSoon = (owner: number) =>
  eventually(90_000, async () => ((await namespacesOf(owner)).length === 0 ? true : undefined), 200);

describe.skipIf(!context)('a cluster', () => {
  it('is rid of what a killed checker left at the next start', async () => {
    const args = [join(packageRoot, 'src/cli.ts'), 'check', '06', '--path', solution, '--only', 'rolls-out'];
    const checker = spawn(process.execPath, args, { stdio: 'ignore' });
    const begun = await eventually(
      120_000,
      async () => ((await namespacesOf(checker.pid as number)).length > 0 ? true : undefined),
      50,
    );
    expect(begun).toBe(true);
    checker.kill('SIGKILL');
    await once(checker, 'exit');

    const harness = await openHarness({
      folder: solution,
      signal: new AbortController().signal,
      environment: process.env,
    });
    expect(await harness.lacks('kubernetes')).toBeUndefined();
    await harness.close();
    // Another run on this cluster may have begun to delete it before us; then it is only about to be gone.
    expect(await goneSoon(checker.pid as number)).toBe(true);
  });

  it('keeps nothing of a check that is interrupted', async () => {
    const args = [join(packageRoot, 'src/cli.ts'), 'check', '06', '--path', solution, '--only', 'rolls-out'];
    const checker = spawn(process.execPath, args, { stdio: 'ignore' });
    await eventually(
      120_000,
      async () => ((await namespacesOf(checker.pid as number)).length > 0 ? true : undefined),
      50,
    );
    checker.kill('SIGINT');
    const [code] = await once(checker, 'exit');
    expect(code).toBe(130);
    expect(await namespacesOf(checker.pid as number)).toEqual([]);
  });

  it('lets a namespace go whose objects have finalizers', async () => {
    const { cluster, namespace } = await heldNamespace();
    expect(await deleteNamespace(cluster, namespace)).toBeUndefined();
    expect(await isGone(namespace)).toBe(true);
  });

  it('frees at the next start what an earlier run could not', async () => {
    const { cluster, namespace } = await heldNamespace();
    const { core } = cluster;
    // As a run leaves it that was killed while its namespace was being deleted: its process is gone.
    const owner = '/metadata/annotations/go-cloud-workshop.io~1owner';
    await core.patchNamespace({
      name: namespace,
      body: [{ op: 'replace', path: owner, value: `${hostname()} 999999999 0` }],
    });
    await core.deleteNamespace({ name: namespace });
    expect(await isGone(namespace)).toBe(false);
    orBlock(await connect(process.env, context));
    expect(await eventually(60_000, async () => (await isGone(namespace)) || undefined, 200)).toBe(true);
  });
});
