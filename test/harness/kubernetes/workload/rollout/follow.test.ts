/** When a rollout is given up, and what is then told: a watch's answers, one after the other, on a clock of our own. */
import type { CoreV1Event, KubernetesObject, V1Deployment, V1Pod } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followRollout } from '../../../../../src/harness/kubernetes/workload/rollout/follow.ts';
import type { Watched } from '../../../../../src/harness/kubernetes/workload/watch.ts';
import type { Workload } from '../../../../../src/harness/kubernetes/workload/workload.ts';
import type { Rollout } from '../../../../../src/kit/index.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A collection that a test changes. */
function collection<T extends KubernetesObject>(): Watched<T> & { set(all: T[]): void } {
  let items: T[] = [];
  const followers = new Set<() => void>();
  return {
    all: () => [...items],
    set(all) {
      items = all;
      for (const tell of followers) tell();
    },
    follow(changed) {
      const tell = () => changed(items);
      followers.add(tell);
      tell();
      return () => void followers.delete(tell);
    },
    until: () => Promise.reject(new Error('not asked here')),
    close() {},
  };
}

function rollout(namespace: () => Promise<object> = async () => ({ metadata: {} })) {
  const deployments = collection<V1Deployment>();
  const pods = collection<V1Pod>();
  const events = collection<CoreV1Event>();
  const core = { readNamespacedPodLog: () => Promise.reject(new Error('no log')), readNamespace: namespace };
  const signal = new AbortController().signal;
  const work = {
    core,
    context: 'kind-x',
    namespace: 'n',
    deployment: 'web',
    deployments,
    pods,
    events,
    signal,
    close() {},
  };
  let end: Rollout | Error | undefined;
  const begin = () =>
    followRollout(work as unknown as Workload, performance.now())
      .catch((error: Error) => error)
      .then((ended) => {
        end = ended;
      });
  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);
  return { deployments, pods, events, begin, pass, end: () => end };
}

type Probe = { initialDelaySeconds?: number; periodSeconds?: number };
const deployment = (status: object, spec: object = {}, probe: Probe = {}): V1Deployment => ({
  metadata: { name: 'web', generation: 1 },
  spec: {
    replicas: 2,
    selector: {},
    template: { spec: { containers: [{ name: 'c', readinessProbe: { periodSeconds: 1, ...probe } }] } },
    ...spec,
  },
  status: { observedGeneration: 1, ...status },
});
const complete = { updatedReplicas: 2, replicas: 2, availableReplicas: 2 };

const pod = (name: string, state: 'creating' | 'running' | 'ready', more: object = {}): V1Pod => ({
  metadata: {
    name,
    uid: name,
    labels: { 'pod-template-hash': 'h' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-h', uid: 'r' }],
  },
  spec: { containers: [{ name: 'c' }] },
  status: {
    startTime: new Date(0),
    containerStatuses: [
      {
        name: 'c',
        image: 'i',
        imageID: state === 'creating' ? '' : 'i',
        ready: state === 'ready',
        restartCount: 0,
        state: state === 'creating' ? { waiting: { reason: 'ContainerCreating' } } : { running: {} },
      },
    ],
    ...more,
  },
});
const refused = (message: string) => deployment({ conditions: [{ type: 'ReplicaFailure', status: 'True', message }] });
const event = (reason: string, message: string): CoreV1Event => ({
  metadata: {},
  involvedObject: { kind: 'Pod', name: 'a' },
  reason,
  message,
  lastTimestamp: new Date(1),
});

describe('a rollout goes on', () => {
  it('as long as its own delays last, and is complete in the end', async () => {
    const { deployments, pods, begin, pass, end } = rollout();
    deployments.set([deployment({}, { minReadySeconds: 60 }, { initialDelaySeconds: 30 })]);
    void begin();
    pods.set([pod('a', 'running'), pod('b', 'running')]);
    await pass(125);
    expect(end()).toBeUndefined();
    deployments.set([deployment(complete)]);
    await pass(0);
    expect(end()).toMatchObject({ ok: true });
  });

  it('as long as one pod after the other comes, however long that takes', async () => {
    const { deployments, pods, begin, pass, end } = rollout();
    deployments.set([deployment({})]);
    void begin();
    for (let come = 1; come <= 15; come += 1) {
      pods.set(Array.from({ length: come }, (_, index) => pod(`p${index}`, 'ready')));
      await pass(35);
    }
    expect(end()).toBeUndefined();
  });

  it('after a refusal that passes: the ReplicaSet tries again', async () => {
    const { deployments, begin, pass, end } = rollout();
    deployments.set([refused('error looking up service account n/web: serviceaccount "web" not found')]);
    void begin();
    await pass(3);
    deployments.set([deployment(complete)]);
    await pass(0);
    expect(end()).toMatchObject({ ok: true });
  });

  it('while an image is pulled', async () => {
    const { deployments, pods, events, begin, pass, end } = rollout();
    deployments.set([deployment({})]);
    pods.set([pod('a', 'creating')]);
    events.set([event('Pulling', 'Pulling image "i"')]);
    void begin();
    await pass(400);
    expect(end()).toBeUndefined();
  });
});

describe('a rollout is given up', () => {
  it('at once where it is paused', async () => {
    const { deployments, begin, pass, end } = rollout();
    deployments.set([deployment({}, { paused: true })]);
    void begin();
    await pass(0);
    expect(end()).toMatchObject({ ok: false, fault: { kind: 'paused' } });
  });

  it('when a refusal stays', async () => {
    const { deployments, begin, pass, end } = rollout();
    deployments.set([refused('error looking up service account n/web: serviceaccount "web" not found')]);
    void begin();
    await pass(6);
    expect(end()).toMatchObject({ ok: false, fault: { kind: 'service-account-missing', name: 'web' } });
  });

  it('as the machine’s lack where a policy of the cluster refuses its pods', async () => {
    const { deployments, begin, pass, end } = rollout();
    deployments.set([refused('admission webhook "validate.kyverno.svc" denied the request: no')]);
    void begin();
    await pass(6);
    expect(end()).toMatchObject({ name: 'LackError', lack: { need: 'kubernetes', state: 'forbidden' } });
  });

  it('when nothing changes although all runs, with what the probe saw', async () => {
    const { deployments, pods, events, begin, pass, end } = rollout();
    deployments.set([deployment({})]);
    pods.set([pod('a', 'running')]);
    events.set([event('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503')]);
    void begin();
    await pass(45);
    expect(end()).toMatchObject({
      fault: { kind: 'probe-failed', said: 'Readiness probe failed: HTTP probe failed with statuscode: 503' },
    });
  });

  it('when an init container does not end, and names it', async () => {
    const { deployments, pods, begin, pass, end } = rollout();
    const init = { name: 'migrate', image: 'i', imageID: 'i', ready: false, restartCount: 0, state: { running: {} } };
    deployments.set([deployment({})]);
    pods.set([pod('a', 'creating', { initContainerStatuses: [init] })]);
    void begin();
    await pass(65);
    expect(end()).toMatchObject({ fault: { kind: 'init-not-finished', container: 'migrate' } });
  });

  it('when its own deadline has passed, before ours', async () => {
    const { deployments, pods, begin, pass, end } = rollout();
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
    pods.set([pod('a', 'running')]);
    deployments.set([deployment({ conditions }, { progressDeadlineSeconds: 5 }, { initialDelaySeconds: 30 })]);
    void begin();
    await pass(0);
    expect(end()).toMatchObject({ fault: { kind: 'deadline-exceeded', seconds: 5 } });
  });

  it('when the Deployment is deleted', async () => {
    const { deployments, begin, pass, end } = rollout();
    deployments.set([deployment({})]);
    void begin();
    deployments.set([]);
    await pass(4);
    expect(end()).toMatchObject({ fault: { kind: 'vanished' } });
  });

  it('though pods are replaced again and again: that is no progress', async () => {
    const { deployments, pods, begin, pass, end } = rollout();
    deployments.set([deployment({})]);
    void begin();
    for (let turn = 0; turn < 14; turn += 1) {
      const left = pod(`p${turn}`, 'creating');
      pods.set([{ ...left, status: {}, spec: { containers: [{ name: 'c' }], nodeName: 'nowhere' } }]);
      await pass(5);
    }
    expect(end()).toMatchObject({ fault: { kind: 'no-such-node', name: 'nowhere' } });
  });

  it.each([
    ['the namespace is being deleted', async () => ({ metadata: { deletionTimestamp: new Date() } })],
    ['the namespace is gone', () => Promise.reject(Object.assign(new Error(), { code: 404, body: '{}' }))],
  ])('as nobody’s fault here when %s: it only looks as if nothing came', async (_what, namespace) => {
    const { deployments, begin, pass, end } = rollout(namespace);
    deployments.set([deployment({})]);
    void begin();
    deployments.set([]);
    await pass(4);
    expect(end()).toMatchObject({ name: 'LackError', lack: { need: 'kubernetes', state: 'unsuitable' } });
  });
});
