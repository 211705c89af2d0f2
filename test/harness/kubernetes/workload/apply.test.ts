import { expect, it } from 'vitest';
import { appliedCopy, inOrder } from '../../../../src/harness/kubernetes/workload/apply.ts';
import type { ManifestObject } from '../../../../src/kit/index.ts';

const changes = {
  namespace: 'n',
  image: { written: 'course/web:v1', loaded: 'registry/course/web:v1' },
  env: { GATE_URL: 'http://toolbox/gate' },
  ours: [],
};
const object = (kind: string, containers: object[]) =>
  ({ kind, value: { kind, metadata: { name: 'web' }, spec: { template: { spec: { containers } } } } }) as never;
const copy = (kind: string, ...containers: object[]) =>
  appliedCopy(object(kind, containers) as ManifestObject, changes) as unknown as {
    metadata: object;
    spec: { template: { spec: { containers: object[] } } };
  };

it('is in the namespace, with the checker’s variables in place of the learner’s', () => {
  const own = { name: 'GATE_URL', value: 'mine' };
  const applied = copy('Deployment', { image: 'course/web:v1', env: [own, { name: 'A', value: 'b' }] });
  expect(applied.metadata).toEqual({ name: 'web', namespace: 'n' });
  expect(applied.spec.template.spec.containers).toEqual([
    {
      image: 'registry/course/web:v1',
      env: [
        { name: 'A', value: 'b' },
        { name: 'GATE_URL', value: 'http://toolbox/gate' },
      ],
    },
  ]);
});

it('takes only the stage’s image for the one that was loaded', () => {
  const images = copy('Deployment', { image: 'docker.io/course/web:v1' }, { image: 'course/web:latest' });
  expect(images.spec.template.spec.containers).toMatchObject([
    { image: 'registry/course/web:v1' },
    { image: 'course/web:latest' },
  ]);
});

it('gives it to init containers too, and the variables only to those that serve', () => {
  const initContainers = [{ image: 'course/web:v1' }];
  const value = { kind: 'Deployment', spec: { template: { spec: { containers: [], initContainers } } } };
  expect(appliedCopy({ kind: 'Deployment', value } as never, changes)).toMatchObject({
    spec: { template: { spec: { initContainers: [{ image: 'registry/course/web:v1' }] } } },
  });
});

it('leaves other kinds as they are', () => {
  expect(copy('ReplicaSet', { image: 'course/web:v1' }).spec.template.spec.containers).toEqual([
    { image: 'course/web:v1' },
  ]);
});

it('comes after what its pods need, wherever that stands in the files; the rest keeps its order', () => {
  const named = (kind: string) => ({ kind }) as ManifestObject;
  const kinds = ['Service', 'Deployment', 'ServiceAccount', 'Deployment', 'ConfigMap'].map(named);
  expect(inOrder(kinds).map(({ kind }) => kind)).toEqual([
    'Service',
    'ServiceAccount',
    'ConfigMap',
    'Deployment',
    'Deployment',
  ]);
});

it('is without what the API server writes by itself, as kubectl get -o yaml prints it', () => {
  const printed = { creationTimestamp: '2026-01-01T00:00:00Z', generation: 3, managedFields: [{}], uid: 'u' };
  const value = {
    kind: 'Deployment',
    metadata: { name: 'web', ...printed },
    spec: { template: { metadata: { labels: { a: 'b' }, creationTimestamp: '2026-01-01T00:00:00Z' } } },
    status: { conditions: [{ lastUpdateTime: '2026-01-01T00:00:00Z' }] },
  };
  expect(appliedCopy({ kind: 'Deployment', value } as unknown as ManifestObject, changes)).toEqual({
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'n', uid: 'u' },
    spec: { template: { metadata: { labels: { a: 'b' } } } },
  });
});
