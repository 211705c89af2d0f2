import { describe, expect, it } from 'vitest';
import { readManifests } from '../../../../src/harness/kubernetes/manifests/manifests.ts';
import type { Files } from '../../../../src/kit/index.ts';

const read = (texts: Record<string, string>) =>
  readManifests({ list: () => Object.keys(texts), read: (path) => texts[path] } as Files);
const one = (text: string) => read({ 'k8s/a.yaml': text });
const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: user-service\n';

describe('manifests', () => {
  it('come from k8s/*.yaml and *.yml, many documents in a file, lists unpacked', () => {
    const found = read({
      'k8s/a.yaml': `${service}---\n${service.replace('user-service', 'other')}`,
      'k8s/b.yml':
        'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: settings}\n',
      'README.md': 'kind: Secret',
      'k8s/deeper/c.yaml': 'kind: Secret',
    });
    expect(found.problems).toEqual([]);
    expect(found.objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Service user-service',
      'Service other',
      'ConfigMap settings',
    ]);
    expect(found.objects[2]?.where('metadata', 'name')).toEqual({ file: 'k8s/b.yml', line: 6, column: 16 });
  });

  it('know where a field stands, and the nearest place of one that does not', () => {
    const [object] = one(`${service}spec:\n  ports:\n    - port: 80\n`).objects;
    expect(object?.get('spec', 'ports', 0, 'port')).toBe(80);
    expect(object?.where('spec', 'ports', 0, 'port')).toMatchObject({ line: 7, column: 7 });
    expect(object?.where('spec', 'selector')).toMatchObject({ line: 5 });
    expect(object?.get('spec', 'nothing', 'at', 'all')).toBeUndefined();
  });

  it.each([
    ['a field with a slip', 'spec:\n  selecter: {}\n', /no field "selecter"/, /selector/],
    ['a key that stands twice', 'spec:\n  type: ClusterIP\n  type: NodePort\n', /twice/, /last/],
    ['a number in quotes', 'spec:\n  ports:\n    - port: "80"\n', /whole number/, undefined],
    ['text without quotes', 'spec:\n  selector:\n    version: 1\n', /wants text/, undefined],
    ['a list that is an object', 'spec:\n  ports:\n    port: 80\n', /wants a list/, undefined],
    ['a required field that is missing', 'spec:\n  ports:\n    - name: http\n', /lacks the field "port"/, undefined],
  ])('name %s', (_what, spec, message, hint) => {
    const [problem] = one(service + spec).problems;
    expect(problem?.message).toMatch(message);
    if (hint) expect(problem?.hint).toMatch(hint);
  });

  it.each([
    [
      'a kind of another stage',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n',
      /does not use the kind "Namespace"/,
    ],
    ['a misspelt kind', 'apiVersion: apps/v1\nkind: Deploymnt\nmetadata: {name: x}\n', /Deploymnt/],
    ['another API version', 'apiVersion: v2\nkind: Service\nmetadata: {name: x}\n', /apiVersion v1/],
    ['no object at all', '- a\n- b\n', /no Kubernetes object/],
    ['a namespace', `${service}  namespace: default\n`, /names a namespace/],
    ['the same object twice', `${service}---\n${service}`, /two objects/],
  ])('refuse %s', (_what, text, message) => expect(one(text).problems[0]?.message).toMatch(message));

  it.each(['64Mi', '50m', '1', '0.5', '1e3', '128M'])('take the quantity %s', (quantity) => {
    expect(deployment(quantity).problems).toEqual([]);
  });
  it.each(['64MB', '64 Mi', 'much'])('refuse the quantity %s', (quantity) => {
    expect(deployment(quantity).problems[0]?.message).toMatch(/no quantity/);
  });

  it('say a broken file’s line and column', () => {
    const { problems } = one('a: b\n  c: d\n');
    expect(problems[0]?.at).toMatchObject({ file: 'k8s/a.yaml', line: expect.any(Number), column: expect.any(Number) });
  });
});

const deployment = (memory: string) =>
  one(`apiVersion: apps/v1
kind: Deployment
metadata: {name: user-service}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers:
        - name: c
          resources: {requests: {memory: ${memory}}}
`);
