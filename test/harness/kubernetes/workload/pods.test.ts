import type { V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { podOf, troubleOf } from '../../../../src/harness/kubernetes/workload/pods.ts';

const pod = (status: object, metadata: object = {}): V1Pod => ({
  metadata: { name: 'user-service-1', ...metadata },
  status: {
    containerStatuses: [{ name: 'c', image: 'a/b:v1', imageID: '', ready: false, restartCount: 0, ...status }],
  },
});
const terminated = (reason: string, exitCode: number) => ({ terminated: { reason, exitCode } });

describe('why a pod does not come up', () => {
  it.each([
    [
      'an image that is nowhere',
      { state: { waiting: { reason: 'ImagePullBackOff' } } },
      /can't get the image a\/b:v1 \(ImagePullBackOff\)/,
    ],
    ['a name that is none', { state: { waiting: { reason: 'InvalidImageName' } } }, /no name of an image/],
    [
      'a ConfigMap that is not there',
      { state: { waiting: { reason: 'CreateContainerConfigError', message: 'configmap "x" not found' } } },
      /configmap "x" not found/,
    ],
    [
      'memory',
      { restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: terminated('OOMKilled', 137) },
      /OOMKilled/,
    ],
    ['a crash', { restartCount: 1, lastState: terminated('Error', 1) }, /CrashLoopBackOff, exit code 1, 1 restart/],
    ['a liveness probe', { restartCount: 3, lastState: terminated('Error', 137) }, /liveness probe fails/],
  ])('%s', (_what, status, reason) =>
    expect(troubleOf([pod(status)])).toMatchObject({ reason: expect.stringMatching(reason), final: true }),
  );

  it('is nothing while a container is being made, or crashed for the first time', () => {
    expect(troubleOf([pod({ state: { waiting: { reason: 'ContainerCreating' } } })])).toBeUndefined();
    expect(troubleOf([pod({ state: terminated('Error', 1) })])).toBeUndefined();
  });

  it('is not looked for in a pod that goes', () => {
    expect(
      troubleOf([pod({ restartCount: 1, lastState: terminated('Error', 1) }, { deletionTimestamp: new Date() })]),
    ).toBeUndefined();
  });

  it('waits where a node may still get room', () => {
    const waiting: V1Pod = {
      metadata: { name: 'p' },
      status: {
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' },
        ],
      },
    };
    expect(troubleOf([waiting])).toMatchObject({ final: false, reason: expect.stringContaining('0/1 nodes') });
  });
});

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
