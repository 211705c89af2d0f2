import type { CoreV1Event, V1Pod, V1PodStatus } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { obstacleOfPods } from '../../../../../src/harness/kubernetes/workload/rollout/faults.ts';

const pod = (status: object, metadata: object = {}): V1Pod => ({
  metadata: { name: 'web-1', ...metadata },
  spec: { containers: [{ name: 'c', resources: { limits: { memory: '4Mi' } } }] },
  status: {
    startTime: new Date(0),
    containerStatuses: [{ name: 'c', image: 'a/b:v1', imageID: '', ready: false, restartCount: 0, ...status }],
  },
});
const bare = (status: V1PodStatus, spec: object = {}): V1Pod => ({
  metadata: { name: 'web-1' },
  spec: { containers: [{ name: 'c' }], ...spec },
  status,
});
const event = (reason: string, message: string, name = 'web-1'): CoreV1Event => ({
  metadata: {},
  involvedObject: { kind: 'Pod', name },
  reason,
  message,
});
const waiting = (reason: string, message?: string) => ({ state: { waiting: { reason, message } } });
const terminated = (reason: string, exitCode: number) => ({ terminated: { reason, exitCode } });
const faultOf = (one: V1Pod, ...events: CoreV1Event[]) => obstacleOfPods([one], events)?.is;

describe('why a container does not run', () => {
  it.each([
    [
      'an image that does not exist',
      waiting('ImagePullBackOff', 'a/b:v1: not found'),
      { kind: 'image-not-pulled', image: 'a/b:v1', reason: 'ImagePullBackOff', said: 'a/b:v1: not found' },
    ],
    ['an invalid image name', waiting('InvalidImageName'), { kind: 'image-name-invalid', image: 'a/b:v1' }],
    [
      'a ConfigMap that does not exist',
      waiting('CreateContainerConfigError', 'configmap "x" not found'),
      {
        kind: 'container-not-created',
        container: 'c',
        reason: 'CreateContainerConfigError',
        said: 'configmap "x" not found',
      },
    ],
    [
      'a command that does not exist',
      waiting(
        'RunContainerError',
        'runc create failed: unable to start container process: exec: "x": not found: unknown',
      ),
      { kind: 'container-not-started', container: 'c', reason: 'RunContainerError', said: 'exec: "x": not found' },
    ],
    [
      'a limit too small to start in',
      waiting('RunContainerError', 'cannot start a stopped process: unknown'),
      { kind: 'killed-at-start', reason: 'RunContainerError', limit: '4Mi' },
    ],
    [
      'memory',
      { restartCount: 2, ...waiting('CrashLoopBackOff'), lastState: terminated('OOMKilled', 137) },
      { kind: 'out-of-memory', container: 'c', restarts: 2, limit: '4Mi' },
    ],
  ] as const)('%s is certain at once', (_what, status, fault) => {
    expect(obstacleOfPods([pod(status)], [])).toMatchObject({ lastsMs: 0, is: { fault } });
  });

  it('a second crash, of an init container too', () => {
    const crash = { restartCount: 1, ...waiting('CrashLoopBackOff'), lastState: terminated('Error', 3) };
    const fault = { kind: 'crashed', container: 'c', exitCode: 3, restarts: 1 };
    expect(faultOf(pod(crash))).toEqual({ fault });
    const init = { name: 'c', image: '', imageID: '', ready: false, ...crash };
    expect(faultOf(bare({ startTime: new Date(0), initContainerStatuses: [init] }))).toEqual({ fault });
  });

  it('a program that ends by itself is not said to be killed by a probe, whatever its exit code', () => {
    for (const exitCode of [0, 137, 143]) {
      const crash = pod({ restartCount: 1, ...waiting('CrashLoopBackOff'), lastState: terminated('Error', exitCode) });
      expect(faultOf(crash)).toMatchObject({ fault: { kind: 'crashed', exitCode } });
      const said = 'Liveness probe failed: HTTP probe failed with statuscode: 404';
      const killed = event('Killing', 'Container c failed liveness probe, will be restarted');
      expect(faultOf(crash, event('Unhealthy', said), killed)).toEqual({
        fault: { kind: 'killed-by-probe', container: 'c', probe: 'liveness', restarts: 1, said },
      });
    }
  });

  it('a container that ends as its hook failed has not crashed', () => {
    const ended = pod({ restartCount: 1, ...waiting('CrashLoopBackOff'), lastState: terminated('Completed', 0) });
    const said = 'PostStartHook failed: exec: "/bin/sh": no such file or directory';
    expect(faultOf(ended, event('FailedPostStartHook', said))).toEqual({
      fault: { kind: 'hook-failed', container: 'c', said },
    });
  });

  it('is nothing while a container is being created, has crashed once, or came up again after that', () => {
    expect(faultOf(pod(waiting('ContainerCreating')))).toBeUndefined();
    expect(faultOf(pod({ state: terminated('Error', 1) }))).toBeUndefined();
    expect(
      faultOf(pod({ restartCount: 1, state: { running: {} }, lastState: terminated('Error', 1) })),
    ).toBeUndefined();
  });

  it('may pass where a registry can’t be reached for a moment', () => {
    const said = 'dial tcp: i/o timeout';
    expect(obstacleOfPods([pod(waiting('ErrImagePull', said))], [])?.lastsMs).toBeGreaterThan(10_000);
  });

  it('is not looked for in a pod that is being deleted', () => {
    const crashed = { restartCount: 2, state: terminated('Error', 1) };
    expect(faultOf(pod(crashed, { deletionTimestamp: new Date() }))).toBeUndefined();
  });

  it('is told by events alone where there is no container yet', () => {
    const said = 'MountVolume.SetUp failed for volume "v" : configmap "x" not found';
    const created = bare({ startTime: new Date(0) });
    expect(faultOf(created, event('FailedMount', said))).toEqual({ fault: { kind: 'volume-not-mounted', said } });
    expect(faultOf(created, event('FailedMount', said, 'web-2'))).toBeUndefined();
    expect(faultOf(created, event('FailedCreatePodSandBox', 'no network'))).toMatchObject({
      lack: { need: 'kubernetes', state: 'unsuitable' },
    });
  });
});

describe('why a pod is on no node', () => {
  const unscheduled = (message: string, reason = 'Unschedulable') =>
    bare({ conditions: [{ type: 'PodScheduled', status: 'False', reason, message }] });
  const words = (what: string) => `0/1 nodes are available: 1 ${what}. preemption: 0/1 nodes are available.`;

  it.each([
    ["node(s) didn't match pod anti-affinity rules", 'anti-affinity'],
    ["node(s) didn't satisfy existing pods anti-affinity rules", 'anti-affinity'],
    ["node(s) didn't match pod affinity rules", 'affinity'],
    ["node(s) didn't match Pod's node affinity/selector", 'node-selector'],
    ["node(s) didn't match pod topology spread constraints (missing required label)", 'spread'],
  ])('%s: the manifest’s own rule', (said, rule) => {
    expect(faultOf(unscheduled(words(said)))).toMatchObject({ fault: { kind: 'unplaceable', rule, nodes: 1 } });
  });

  it.each([
    ['Insufficient memory', 'exhausted'],
    ['Too many pods', 'exhausted'],
    ['node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }', 'unsuitable'],
  ])('%s: the machine’s lack', (said, state) => {
    expect(faultOf(unscheduled(words(said)))).toMatchObject({ lack: { need: 'kubernetes', state } });
  });

  it('a rule of the pod comes before the room that it leaves', () => {
    const said = "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match pod anti-affinity rules.";
    expect(faultOf(unscheduled(said))).toMatchObject({ fault: { rule: 'anti-affinity', nodes: 2 } });
  });

  it('a volume, a gate, a scheduler or a node that is not there', () => {
    const claim = 'persistentvolumeclaim "x" not found';
    expect(faultOf(unscheduled(claim))).toEqual({ fault: { kind: 'unschedulable', said: claim } });
    const gated = {
      ...unscheduled('', 'SchedulingGated'),
      spec: { containers: [], schedulingGates: [{ name: 'a/b' }] },
    };
    expect(faultOf(gated)).toEqual({ fault: { kind: 'scheduling-gated', gates: ['a/b'] } });
    const scheduler = bare({}, { schedulerName: 'mine' });
    expect(faultOf(scheduler)).toEqual({ fault: { kind: 'no-such-scheduler', name: 'mine' } });
    expect(faultOf(bare({}, { nodeName: 'n7' }))).toEqual({ fault: { kind: 'no-such-node', name: 'n7' } });
  });

  it('the machine’s own scheduler that does nothing is its lack', () => {
    expect(faultOf(bare({}))).toMatchObject({ lack: { state: 'stopped' } });
  });

  it('a node without memory is the machine’s lack; a limit of the pod’s own is not', () => {
    const evicted = (message: string) => bare({ phase: 'Failed', reason: 'Evicted', message, startTime: new Date(0) });
    expect(faultOf(evicted('The node was low on resource: memory.'))).toMatchObject({ lack: { state: 'exhausted' } });
    expect(faultOf(evicted('Usage of EmptyDir volume "v" exceeds the limit "1Mi".'))).toMatchObject({
      fault: { kind: 'container-not-created', reason: 'Evicted' },
    });
  });
});

it('what is certain is told before what may pass', () => {
  const pulling = pod(waiting('ErrImagePull', 'timeout'));
  const crashed = pod({ restartCount: 2, ...waiting('CrashLoopBackOff'), lastState: terminated('OOMKilled', 137) });
  expect(obstacleOfPods([pulling, crashed], [])?.name).toBe('out-of-memory');
});
