import type { V1Pod } from '@kubernetes/client-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadKubeconfig } from '../../../../src/harness/kubernetes/kubeconfig.ts';
import { watchAll } from '../../../../src/harness/kubernetes/workload/watch.ts';
import { apiServer } from '../api-server.ts';

async function watching() {
  const { kubeconfig, emit } = await apiServer();
  const { CoreV1Api } = await import('@kubernetes/client-node');
  const config = await loadKubeconfig({ KUBECONFIG: kubeconfig });
  const core = config.makeApiClient(CoreV1Api);
  const run = new AbortController();
  const list = () => core.listNamespacedPod({ namespace: 'n' });
  const pods = await watchAll<V1Pod>(config, '/api/v1/namespaces/n/pods', list, run.signal);
  onTestFinished(() => pods.close());
  const add = (name: string) => emit({ type: 'ADDED', object: { metadata: { name, namespace: 'n', uid: name } } });
  return { pods, run, add };
}

const names = (pods: V1Pod[]) => pods.map(({ metadata }) => metadata?.name);

describe('a watch', () => {
  it('answers as soon as things are as wanted', async () => {
    const { pods, add } = await watching();
    const there = pods.until((all) => names(all).find((name) => name === 'b'), 30_000);
    await add('a');
    await add('b');
    expect(await there).toBe('b');
    expect(names(pods.all()).sort()).toEqual(['a', 'b']);
  });

  it('throws when nothing can be listed: an empty list would look like one that is empty', async () => {
    const { kubeconfig } = await apiServer(() => 403);
    const { CoreV1Api } = await import('@kubernetes/client-node');
    const config = await loadKubeconfig({ KUBECONFIG: kubeconfig });
    const list = () => config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: 'n' });
    const watch = watchAll<V1Pod>(config, '/api/v1/namespaces/n/pods', list, new AbortController().signal);
    await expect(watch).rejects.toMatchObject({ code: 403 });
  });

  it('gives up when the time is over', async () => {
    const { pods } = await watching();
    expect(await pods.until(() => undefined, 20)).toBeUndefined();
  });

  it('gives up at once when the run is cancelled', async () => {
    const { pods, run } = await watching();
    const waiting = pods.until(() => undefined, 600_000);
    run.abort(new Error('interrupted'));
    await expect(waiting).rejects.toThrow('interrupted');
  });

  it('no longer tells who has stopped following', async () => {
    const { pods, add } = await watching();
    const seen: number[] = [];
    const stop = pods.follow((all) => void seen.push(all.length));
    stop();
    await add('a');
    await pods.until((all) => all.length > 0 || undefined, 30_000);
    expect(seen).toEqual([0]);
  });
});
