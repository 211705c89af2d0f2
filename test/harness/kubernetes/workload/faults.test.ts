import type { V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { faultOfPods, isFinal, probeFault, refusedPods } from '../../../../src/harness/kubernetes/workload/faults.ts';

const pod = (status: object, metadata: object = {}): V1Pod => ({
  metadata: { name: 'web-1', ...metadata },
  spec: { containers: [{ name: 'c', resources: { limits: { memory: '4Mi' } } }] },
  status: {
    containerStatuses: [{ name: 'c', image: 'a/b:v1', imageID: '', ready: false, restartCount: 0, ...status }],
  },
});
const waiting = (reason: string, message?: string) => ({ state: { waiting: { reason, message } } });
const terminated = (reason: string, exitCode: number) => ({ terminated: { reason, exitCode } });

describe('why a pod does not come up', () => {
  it.each([
    [
      'an image that does not exist',
      waiting('ImagePullBackOff', 'Back-off pulling image'),
      { kind: 'image-not-pulled', image: 'a/b:v1', reason: 'ImagePullBackOff' },
    ],
    ['an invalid image name', waiting('InvalidImageName'), { kind: 'image-name-invalid', image: 'a/b:v1' }],
    [
      'a ConfigMap that does not exist',
      waiting('CreateContainerConfigError', 'configmap "x" not found'),
      { kind: 'container-not-created', reason: 'CreateContainerConfigError', said: 'configmap "x" not found' },
    ],
    [
      'a command that does not exist',
      waiting('RunContainerError', 'exec: "x": not found'),
      { kind: 'container-not-started', reason: 'RunContainerError', said: 'exec: "x": not found' },
    ],
    [
      'a limit too small to start in',
      waiting('RunContainerError', 'cannot start a stopped process: unknown'),
      { kind: 'killed-at-start', reason: 'RunContainerError', limit: '4Mi' },
    ],
    [
      'memory',
      { restartCount: 2, ...waiting('CrashLoopBackOff'), lastState: terminated('OOMKilled', 137) },
      { kind: 'out-of-memory', restarts: 2 },
    ],
    ['a crash', { restartCount: 1, lastState: terminated('Error', 1) }, { kind: 'crashed', exitCode: 1, restarts: 1 }],
    [
      'a liveness probe',
      { restartCount: 3, lastState: terminated('Error', 137) },
      { kind: 'liveness-failed', restarts: 3 },
    ],
  ] as const)('%s', (_what, status, fault) => {
    const found = faultOfPods([pod(status)]);
    expect(found).toEqual(fault);
    expect(found && isFinal(found)).toBe(true);
  });

  it('is nothing while a container is being created, or has crashed for the first time', () => {
    expect(faultOfPods([pod(waiting('ContainerCreating'))])).toBeUndefined();
    expect(faultOfPods([pod({ state: terminated('Error', 1) })])).toBeUndefined();
  });

  it('is not looked for in a pod that is being deleted', () => {
    const crashed = { restartCount: 1, lastState: terminated('Error', 1) };
    expect(faultOfPods([pod(crashed, { deletionTimestamp: new Date() })])).toBeUndefined();
  });

  it('is not final where a node may still get room, or a probe may still succeed', () => {
    const said = '0/1 nodes are available';
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: said };
    const unscheduled = faultOfPods([{ metadata: { name: 'p' }, status: { conditions: [condition] } }]);
    expect(unscheduled).toEqual({ kind: 'unschedulable', said });
    const unhealthy = { metadata: {}, involvedObject: {}, reason: 'Unhealthy', message: 'Readiness probe failed: 503' };
    const unready = probeFault([{ metadata: {}, involvedObject: {}, reason: 'Pulled' }, unhealthy]);
    expect(unready).toEqual({ kind: 'probe-failed', said: 'Readiness probe failed: 503' });
    expect([unscheduled, unready].map((fault) => fault && isFinal(fault))).toEqual([false, false]);
  });

  it('is seen on the Deployment when no pod can be created', () => {
    const condition = { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: pods' };
    expect(refusedPods({ status: { conditions: [condition] } })).toEqual({
      kind: 'pods-refused',
      said: 'exceeded quota: pods',
    });
    expect(refusedPods(undefined)).toBeUndefined();
  });
});
