/** What the checker leaves in a cluster: nothing, also after it was killed. Needs the test cluster (npm test brings one). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CoreV1Api } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { listStages } from '../../src/course/course.ts';
import { ownCourse, packageRoot } from '../../src/course/own.ts';
import { openHarness } from '../../src/harness/index.ts';
import { chooseCluster } from '../../src/harness/kubernetes/context.ts';
import { namespaceLabel } from '../../src/harness/kubernetes/namespace.ts';
import { eventually } from '../../src/kit/index.ts';

const context = process.env.GO_CLOUD_WORKSHOP_CONTEXT;
const solution = listStages(ownCourse).find(({ slug }) => slug === 'kubernetes-deployment')?.solution as string;

async function api(): Promise<CoreV1Api> {
  const choice = await chooseCluster(process.env, context);
  if (!choice.ok) throw new Error(choice.lack.what);
  const { CoreV1Api } = await import('@kubernetes/client-node');
  return choice.value.config.makeApiClient(CoreV1Api);
}

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
});
