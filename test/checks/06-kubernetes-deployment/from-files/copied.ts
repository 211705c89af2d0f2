/** What people bring along: from other clusters and editors, web pages, templates, and a second Deployment of the same program. */
import { type Case, D, live, P, r, SEC, V } from './solution.ts';

const drain = '            - name: DRAIN_DELAY\n              value: 5s\n';
const env = (lines: string) => ({ d: r(D, drain, drain + lines) });
const ports = (lines: string) => ({ v: `${V.slice(0, V.indexOf('  ports:'))}  ports:\n${lines}` });
const canary = D.replace('name: user-service\n  labels', 'name: user-service-canary\n  labels').replaceAll(
  'app: user-service',
  'app: canary',
);
const scaler = (version: string, spec: string) =>
  `apiVersion: autoscaling/${version}\nkind: HorizontalPodAutoscaler\nmetadata: {name: s}\nspec: {${spec}, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: user-service}}\n`;
const sidecar =
  '      containers:\n        - name: log\n          image: busybox:1.36\n          ports: [{name: http, containerPort: 9090}]\n          resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {memory: 16Mi}}\n          securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}\n';

export const copied: Case[] = [
  ['an empty PORT', 'ok', env('            - {name: PORT, value: ""}\n')],
  ['an empty duration', 'ok', { d: r(D, 'value: 5s', 'value: ""') }],
  ['a setting without a value', 'ok', env('            - {name: DELIVERY_TIMEOUT}\n')],
  ['a PORT in hexadecimal', 'selectors', env('            - {name: PORT, value: "0x1F90"}\n')],
  ['a PORT behind a blank', 'selectors', env('            - {name: PORT, value: " 8080"}\n')],
  ['a negative duration', 'grace', { d: r(D, 'value: 5s', 'value: -5s') }],
  ['typographic quotes', 'grace', { d: r(D, 'value: 5s', 'value: “5s”') }],
  [
    'UDP beside TCP',
    'ok',
    ports(
      '    - {name: h3, port: 80, protocol: UDP, targetPort: 8443}\n    - {name: http, port: 80, targetPort: http}\n',
    ),
  ],
  ['UDP alone', 'selectors', ports('    - {name: h3, port: 80, protocol: UDP, targetPort: 8080}\n')],
  ['a sidecar that has the name of the port', 'selectors', { d: r(D, '      containers:\n', sidecar) }],
  ['an autoscaler of v1', 'ok', { h: scaler('v1', 'minReplicas: 2, targetCPUUtilizationPercentage: 80') }],
  ['an autoscaler of v1 down to one', 'replicas', { h: scaler('v1', 'targetCPUUtilizationPercentage: 80') }],
  ['a field of v1 in v2', 'manifests', { h: scaler('v2', 'minReplicas: 2, targetCPUUtilizationPercentage: 80') }],
  ['an autoscaler of v2beta2', 'manifests', { h: scaler('v2beta2', 'minReplicas: 2') }],
  ['no namespace, written down', 'ok', { v: r(V, 'metadata:\n', 'metadata:\n  namespace:\n') }],
  [
    'what kubectl create prints',
    'ok',
    { v: `${r(V, 'metadata:\n', 'metadata:\n  creationTimestamp: null\n')}status:\n  loadBalancer: {}\n` },
  ],
  [
    'a list of one kind',
    'ok',
    {
      v: 'apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: user-service}\n  spec: {selector: {app: user-service}, ports: [{port: 80, targetPort: 8080}]}\n',
    },
  ],
  [
    'a field that every object of JavaScript has',
    'manifests',
    { d: r(D, '      automount', '      constructor: x\n      automount') },
  ],
  ['a line break that nobody sees', 'manifests', { v: `# see the docs\u2028for Services\n${V}` }],
  ['no-break spaces', 'manifests', { d: r(D, '  replicas: 2', '\u00a0\u00a0replicas: 2') }],
  ['a template that nobody has filled in', 'manifests', { d: r(D, 'replicas: 2', 'replicas: {{ .Values.replicas }}') }],
  [
    'a merge conflict',
    'manifests',
    { d: r(D, '  replicas: 2\n', '<<<<<<< HEAD\n  replicas: 2\n=======\n  replicas: 3\n>>>>>>> main\n') },
  ],
  ['a strategy that is none', 'replicas', { d: r(D, '  strategy:\n', '  strategy:\n    type: Rolling\n') }],
  [
    'a number in quotes',
    'replicas',
    { d: r(r(D, 'replicas: 2', 'replicas: 3'), 'maxUnavailable: 0', 'maxUnavailable: "1"') },
  ],
  ['a second Deployment of the program', 'ok', { c: canary }],
  [
    'a second Deployment of the program without probes',
    'probes',
    { c: canary.replace(/ {10}livenessProbe:[\s\S]*?(?= {10}securityContext)/, '') },
  ],
  [
    'a second Deployment whose liveness asks the database',
    'probes',
    { c: canary.replace('path: /healthz', 'path: /readyz') },
  ],
  ['a second Deployment with GOMEMLIMIT in other units', 'resources', { c: canary.replace('96MiB', '96Mi') }],
  [
    'another program whose name begins alike',
    'ok',
    {
      c: canary
        .replace('image: go-cloud-workshop/user-service:v1', 'image: acme/user-service-reports:2')
        .replace(/ {10}livenessProbe:[\s\S]*?(?= {10}securityContext)/, ''),
    },
  ],
  [
    'a budget for each',
    'ok',
    { c: canary, q: P.replace('name: user-service', 'name: q').replace('app: user-service', 'app: canary') },
  ],
  [
    'requests by the limits alone',
    'ok',
    {
      d: r(
        r(D, / {12}requests:\n.*\n.*\n {12}limits:\n.*\n.*\n/, '            limits: {cpu: 50m, memory: 32Mi}\n'),
        '96MiB',
        '24MiB',
      ),
    },
  ],
  [
    'a folder of its own for temporary files',
    'ok',
    {
      d: r(
        r(D, '      automount', '      volumes: [{name: tmp, emptyDir: {}}]\n      automount'),
        SEC,
        `${SEC}          volumeMounts: [{name: tmp, mountPath: /tmp}]\n`,
      ),
    },
  ],
  [
    'a hook instead of a drain',
    'ok',
    { d: r(r(D, 'value: 5s', 'value: 0s'), live, `          lifecycle: {preStop: {sleep: {seconds: 5}}}\n${live}`) },
  ],
  [
    'references that double sixty times',
    'manifests',
    env(
      `            - {name: E0, value: xx}\n${Array.from({ length: 60 }, (_, n) => `            - {name: E${n + 1}, value: $(E${n})$(E${n})}\n`).join('')}`,
    ),
  ],
  ['an empty path of a probe', 'probes', { d: r(D, 'path: /healthz', 'path:') }],
  [
    'empty values in a ConfigMap and in annotations',
    'ok',
    {
      d: r(D, '          env:\n', '          envFrom: [{configMapRef: {name: c}}]\n          env:\n'),
      c: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, annotations: {a: }}\ndata: {PORT: }\n',
    },
  ],
  [
    'an expression without values',
    'selectors',
    {
      d: r(
        D,
        '    matchLabels:\n      app: user-service\n  strategy',
        '    matchExpressions: [{key: app, operator: In, values: null}]\n  strategy',
      ),
    },
  ],
  [
    'a name that only the cluster knows, doubled sixty times',
    'manifests',
    env(
      `            - {name: E0, valueFrom: {fieldRef: {fieldPath: metadata.name}}}\n${Array.from({ length: 60 }, (_, n) => `            - {name: E${n + 1}, value: $(E${n})$(E${n})}\n`).join('')}`,
    ),
  ],
  [
    'arguments that repeat a long variable',
    'manifests',
    {
      d: r(
        r(D, drain, `${drain}            - {name: LONG, value: ${'x'.repeat(1000)}}\n`),
        '          ports:',
        `          args: ["${'$(LONG)'.repeat(2000)}"]\n          ports:`,
      ),
    },
  ],
  ['a few references', 'ok', env('            - {name: A, value: $(DRAIN_DELAY)$(DRAIN_DELAY)}\n')],
];
