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
    [
      'a misspelt field',
      'spec:\n  selecter: {}\n',
      { kind: 'unknown-field', path: ['spec', 'selecter'], near: 'selector' },
    ],
    ['a key that occurs twice', 'spec:\n  type: ClusterIP\n  type: NodePort\n', { kind: 'yaml-duplicate-key' }],
    ['a tab', 'spec:\n\ttype: ClusterIP\n', { kind: 'yaml-tab' }],
    [
      'a number in quotes',
      'spec:\n  ports:\n    - port: "80"\n',
      { kind: 'wrong-type', path: ['spec', 'ports', 0, 'port'], wanted: 'integer', given: '80' },
    ],
    [
      'text without quotes',
      'spec:\n  selector:\n    version: 1\n',
      { kind: 'wrong-type', path: ['spec', 'selector', 'version'], wanted: 'string', given: 1 },
    ],
    [
      'a list that is an object',
      'spec:\n  ports:\n    port: 80\n',
      { kind: 'wrong-type', path: ['spec', 'ports'], wanted: 'list', given: { port: 80 } },
    ],
    [
      'a required field that is missing',
      'spec:\n  ports:\n    - name: http\n',
      { kind: 'missing-field', path: ['spec', 'ports', 0], field: 'port' },
    ],
  ])('name %s', (_what, spec, problem) => expect(one(service + spec).problems[0]).toMatchObject(problem));

  it.each([
    [
      'a kind that may not be applied',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n',
      { kind: 'unknown-kind', given: 'Namespace' },
    ],
    [
      'a misspelt kind',
      'apiVersion: apps/v1\nkind: Deploymnt\nmetadata: {name: x}\n',
      { kind: 'unknown-kind', given: 'Deploymnt', near: 'Deployment' },
    ],
    [
      'another API version',
      'apiVersion: v2\nkind: Service\nmetadata: {name: x}\n',
      { kind: 'other-version', object: 'Service', wanted: 'v1', given: 'v2' },
    ],
    [
      'a version that the server no longer has',
      'apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}\n',
      { kind: 'other-version', wanted: 'autoscaling/v2' },
    ],
    ['a field that objects of JavaScript have', `${service}  constructor: {}\n`, { kind: 'unknown-field' }],
    [
      'a dash with nothing behind it',
      `${service}spec:\n  ports:\n    -\n    - port: 80\n`,
      { kind: 'wrong-type', path: ['spec', 'ports', 0], wanted: 'object', given: null },
    ],
    [
      'a required field that is empty',
      `${service}spec:\n  ports:\n    - port:\n`,
      { kind: 'missing-field', path: ['spec', 'ports', 0], field: 'port' },
    ],
    ['what is not an object', '- a\n- b\n', { kind: 'not-an-object' }],
    ['a namespace', `${service}  namespace: default\n`, { kind: 'has-namespace', object: 'Service' }],
    [
      'the same object twice',
      `${service}---\n${service}`,
      { kind: 'duplicate-object', object: 'Service', name: 'user-service' },
    ],
  ])('refuse %s', (_what, text, problem) => expect(one(text).problems[0]).toMatchObject(problem));

  it.each([
    ['an empty namespace', `${service}  namespace:\n`],
    ['an empty text in a list', `${service}spec:\n  externalIPs: [null]\n`],
    [
      'a status, which the server writes',
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}\nspec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: x}}\nstatus: {currentMetrics: null}\n',
    ],
    [
      'the older autoscaler',
      'apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}\nspec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: x}}\n',
    ],
  ])('take %s', (_what, text) => expect(one(text).problems).toEqual([]));

  it('read null as if nothing were written, wherever it stands', () => {
    const [object] = one(`${service}spec:\n  selector: {a: null, b: c}\n  ports: [{port: 80, name: null}]\n`).objects;
    expect(object?.get('spec', 'selector')).toEqual({ b: 'c' });
    expect(object?.get('spec', 'ports')).toEqual([{ port: 80 }]);
    expect(object?.get('spec', 'ports', 0, 'name')).toBeUndefined();
  });

  it('take the items of a typed list for what it says', () => {
    const { objects, problems } = one('apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: a}\n');
    expect(problems).toEqual([]);
    expect(objects).toMatchObject([{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', value: { kind: 'ConfigMap' } }]);
  });

  it('read no more than three mebibytes of all files', () => {
    const text = `# ${'x'.repeat(2 * 2 ** 20)}\n`;
    const files = { list: () => ['k8s/a.yaml', 'k8s/b.yaml'], read: () => text } as unknown as Files;
    expect(readManifests(files).problems).toMatchObject([{ kind: 'too-large', at: { file: 'k8s/b.yaml', line: 1 } }]);
  });

  it.each(['64Mi', '50m', '1', '0.5', '1e3', '128M'])('take the quantity %s', (quantity) => {
    expect(deployment(quantity).problems).toEqual([]);
  });
  it.each(['64MB', '64 Mi', 'much'])('refuse the quantity %s', (quantity) => {
    expect(deployment(quantity).problems[0]).toMatchObject({ kind: 'not-a-quantity', given: quantity });
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
