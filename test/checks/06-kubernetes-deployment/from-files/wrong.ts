/** Manifests that are wrong, and the first check to say so. */
import { type Case, D, live, P, r, SEC, V } from './solution.ts';

export const wrong: Case[] = [
  [
    'PORT by configmap 9000',
    'selectors',
    {
      d: r(D, '          env:\n', '          envFrom: [{configMapRef: {name: c}}]\n          env:\n'),
      c: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {PORT: "9000"}\n',
    },
  ],
  [
    'sidecar restartable init root',
    'hardened',
    {
      d: r(
        D,
        '      containers:\n',
        `      initContainers:\n        - name: log\n          image: busybox:1.36\n          restartPolicy: Always\n          resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {memory: 16Mi}}\n          securityContext: {runAsUser: 0, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}\n      containers:\n`,
      ),
    },
  ],
  ['GOMEMLIMIT 128MiB with 128M', 'resources', { d: r(r(D, 'memory: 128Mi', 'memory: 128M'), '96MiB', '128MiB') }],
  ['GOMEMLIMIT unquoted off (bool)', 'manifests', { d: r(D, '96MiB', 'off') }],
  [
    'hpa min 1 second hpa',
    'replicas',
    {
      h: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: user-service}}\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: b}\nspec: {minReplicas: 1, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: user-service}}\n',
    },
  ],
  ['pdb maxUnavailable 0', 'replicas', { p: r(P, 'maxUnavailable: 1', 'maxUnavailable: 0') }],
  ['pdb 0%', 'replicas', { p: r(P, 'maxUnavailable: 1', 'maxUnavailable: 0%') }],
  [
    'maxSurge 0 maxUnavailable 25% of 2',
    'replicas',
    { d: r(r(D, 'maxSurge: 1', 'maxSurge: 0'), 'maxUnavailable: 0', 'maxUnavailable: 25%') },
  ],
  ['targetPort "8080" string', 'selectors', { v: r(V, 'targetPort: http', 'targetPort: "8080"') }],
  [
    'startup never on port name',
    'probes',
    { d: r(D, live, `          startupProbe:\n            tcpSocket: {port: htp}\n${live}`) },
  ],
  ['liveness //healthz', 'probes', { d: r(D, 'path: /healthz', 'path: //healthz') }],
  ['capabilities drop lower-case all', 'hardened', { d: r(D, '- ALL', '- all') }],
  ['securityContext null', 'hardened', { d: r(D, SEC, '          securityContext: null\n') }],
  [
    'preStop /bin/sleep',
    'grace',
    { d: r(D, live, `          lifecycle: {preStop: {exec: {command: [/bin/sleep, "5"]}}}\n${live}`) },
  ],
  ['grace 25 exactly', 'grace', { d: r(D, 'terminationGracePeriodSeconds: 30', 'terminationGracePeriodSeconds: 25') }],
  ['$$(X) stays', 'grace', { d: r(D, 'value: 5s', 'value: $$(X)') }],
  [
    'reference below stays literal',
    'grace',
    {
      d: r(
        D,
        '            - name: DRAIN_DELAY\n              value: 5s\n',
        '            - name: DRAIN_DELAY\n              value: $(LATER)\n            - name: LATER\n              value: 5s\n',
      ),
    },
  ],
  [
    'image docker.io sha',
    'image',
    {
      d: r(
        D,
        'user-service:v1',
        'user-service@sha256:0000000000000000000000000000000000000000000000000000000000000000',
      ),
    },
  ],
  ['label value y', 'manifests', { d: D.replaceAll('app: user-service', 'app: y') }],
  [
    'Service selects extra label that template has not',
    'selectors',
    { v: r(V, '    app: user-service\n  ports', '    app: user-service\n    tier: web\n  ports') },
  ],
  ['service annotation number', 'manifests', { v: r(V, 'metadata:\n', 'metadata:\n  annotations: {a: 1}\n') }],
  [
    'apparmor annotation unconfined',
    'hardened',
    {
      d: r(
        D,
        '        app: user-service\n    spec',
        '        app: user-service\n      annotations:\n        container.apparmor.security.beta.kubernetes.io/user-service: unconfined\n    spec',
      ),
    },
  ],
  [
    'a key that reads as true',
    'manifests',
    { d: r(D, '              value: 5s\n', '              valueFrom: {configMapKeyRef: {name: x, key: y}}\n') },
  ],
  [
    'a port in quotes',
    'probes',
    {
      d: r(
        D,
        '              port: http\n            periodSeconds: 10',
        '              port: "8080"\n            periodSeconds: 10',
      ),
    },
  ],
];
