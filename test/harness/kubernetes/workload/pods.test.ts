import type { V1Pod } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { podOf, podsOf } from '../../../../src/harness/kubernetes/workload/pods.ts';

it('a pod in short', () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const found = podOf({
    metadata: { name: 'p' },
    status: {
      podIP: '10.0.0.1',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }],
      containerStatuses: [
        { name: 'c', image: '', imageID: '', ready: true, restartCount: 2, state: { running: { startedAt: at } } },
      ],
    },
  });
  expect(found).toEqual({
    name: 'p',
    ip: '10.0.0.1',
    ready: true,
    deleting: false,
    restarts: 2,
    startedAt: at.getTime(),
    readyAt: at.getTime(),
  });
});

it('the pods of a Deployment are not those of one whose name begins with the same word', () => {
  const pod = (name: string, hash: string, owner: string): V1Pod => ({
    metadata: {
      name,
      labels: { 'pod-template-hash': hash },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: '' }],
    },
  });
  const pods = [
    pod('web-6f7d-x2x4z', '6f7d', 'web-6f7d'),
    pod('web-worker-5c9b-q8q8q', '5c9b', 'web-worker-5c9b'),
    { metadata: { name: 'web-toolbox' } },
  ];
  expect(podsOf('web', pods).map(({ metadata }) => metadata?.name)).toEqual(['web-6f7d-x2x4z']);
  expect(podsOf('web-worker', pods).map(({ metadata }) => metadata?.name)).toEqual(['web-worker-5c9b-q8q8q']);
});
