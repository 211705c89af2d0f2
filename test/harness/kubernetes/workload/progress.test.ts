/** What the screen of a rollout lives on. */
import { expect, test, vi } from 'vitest';
import { openNews, tellLoad, tellPods } from '../../../../src/harness/kubernetes/workload/progress.ts';
import type { Workload } from '../../../../src/harness/kubernetes/workload/workload.ts';
import type { Progress } from '../../../../src/kit/index.ts';

const pods = (ready: number): Progress => ({ kind: 'pods', wanted: 2, ready, starting: 2 - ready, ending: 0 });

test('who begins to watch hears how the pods are, and each change once, until it stops', () => {
  const news = openNews();
  news.tell(pods(0));
  const heard: Progress[] = [];
  const stop = news.follow((progress) => heard.push(progress));
  news.tell(pods(1));
  news.tell(pods(1));
  news.tell({ kind: 'dependency', name: 'db', up: false });
  stop();
  news.tell(pods(2));
  expect(heard).toEqual([pods(0), pods(1), { kind: 'dependency', name: 'db', up: false }]);
});

test('pods are counted by what the Deployment wants; others and those of before it are not', () => {
  const labels = { 'pod-template-hash': 'a1' };
  const pod = (name: string, ready: boolean, deleting = false, owner = 'web-a1') => ({
    metadata: {
      name,
      labels,
      ownerReferences: [{ kind: 'ReplicaSet', name: owner }],
      ...(deleting ? { deletionTimestamp: new Date() } : {}),
    },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  });
  const all = [pod('1', true), pod('2', false), pod('3', true, true), pod('toolbox', true, false, 'other-a1')];
  let deployments: object[] = [];
  let changed = () => {};
  const work = {
    deployment: 'web',
    deployments: { all: () => deployments },
    pods: {
      follow(listener: (all: object[]) => void) {
        changed = () => listener(all);
        changed();
        return () => {};
      },
    },
  } as unknown as Workload;
  const tell = vi.fn();
  tellPods(work, tell);
  expect(tell).not.toHaveBeenCalled();
  deployments = [{ metadata: { name: 'web' }, spec: { replicas: 3 } }];
  changed();
  expect(tell).toHaveBeenCalledExactlyOnceWith({ kind: 'pods', wanted: 3, ready: 1, starting: 1, ending: 1 });
});

test('a load is told about while it goes on; the last that is told is its report', async () => {
  let sent = 0;
  const heard: Progress[] = [];
  const second = Promise.withResolvers<void>();
  const load = tellLoad(
    {
      look: async () => ({ sent: ++sent, failed: 0, failures: [] }),
      stop: async () => ({ sent: 99, failed: 1, failures: [] }),
    },
    (progress) => {
      heard.push(progress);
      if (heard.length === 2) second.resolve();
    },
  );
  await second.promise;
  expect(await load.stop()).toMatchObject({ sent: 99 });
  expect(heard.slice(0, 2)).toEqual([1, 2].map((count) => ({ kind: 'requests', sent: count, lost: 0 })));
  expect(heard.at(-1)).toEqual({ kind: 'requests', sent: 99, lost: 1 });
});

test('where nobody can look, the load goes on', async () => {
  const load = tellLoad(
    { look: () => Promise.reject(new Error('gone')), stop: async () => ({ sent: 5, failed: 0, failures: [] }) },
    () => {},
  );
  expect(await load.stop()).toMatchObject({ sent: 5 });
});
