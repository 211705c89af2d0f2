/** Manifests that are right. */
import { type Case, D, live, P, r, V } from './solution.ts';

export const right: Case[] = [
  [
    'PORT 8080 explicit',
    'ok',
    {
      d: r(
        D,
        '            - name: DRAIN',
        '            - name: PORT\n              value: "8080"\n            - name: DRAIN',
      ),
    },
  ],
  [
    'container first is a sidecar of other image',
    'ok',
    {
      d: r(
        D,
        '      containers:\n',
        `      containers:\n        - name: log\n          image: busybox:1.36\n          resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {memory: 16Mi}}\n          securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}\n`,
      ),
    },
  ],
  ['limit memory 128M', 'ok', { d: r(D, 'memory: 128Mi', 'memory: 128M') }],
  ['GOMEMLIMIT off', 'ok', { d: r(D, '96MiB', '"off"') }],
  ['GOMEMLIMIT 100663296 quoted', 'ok', { d: r(D, '96MiB', '"100663296"') }],
  ['memory e notation', 'ok', { d: r(D, 'memory: 32Mi', 'memory: 3e7') }],
  [
    'ephemeral-storage request',
    'ok',
    { d: r(D, '              memory: 32Mi', '              memory: 32Mi\n              ephemeral-storage: 10Mi') },
  ],
  [
    'hpa min equal to 2 other name',
    'ok',
    {
      h: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: scale}\nspec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: user-service}}\n',
    },
  ],
  ['pdb 10% of 2', 'ok', { p: r(P, 'maxUnavailable: 1', 'maxUnavailable: 10%') }],
  [
    'pdb matchExpressions',
    'ok',
    {
      p: r(
        P,
        / {4}matchLabels:\n {6}app: user-service/,
        '    matchExpressions:\n      - {key: app, operator: In, values: [user-service]}',
      ),
    },
  ],
  ['pdb empty selector', 'ok', { p: r(P, / {2}selector:[\s\S]*/, '  selector: {}\n') }],
  [
    '3 replicas maxUnavailable 1',
    'ok',
    { d: r(r(D, 'replicas: 2', 'replicas: 3'), 'maxUnavailable: 0', 'maxUnavailable: 1') },
  ],
  [
    'two service ports',
    'ok',
    {
      v: r(V, '    - name: http\n', '    - name: other\n      port: 8080\n      targetPort: http\n    - name: http\n'),
    },
  ],
  ['sessionAffinity', 'ok', { v: r(V, 'spec:\n', 'spec:\n  sessionAffinity: ClientIP\n') }],
  ['nodeport', 'ok', { v: r(V, 'spec:\n', 'spec:\n  type: NodePort\n') }],
  ['tcp startup', 'ok', { d: r(D, live, `          startupProbe:\n            tcpSocket: {port: http}\n${live}`) }],
  ['liveness /healthz?x=1', 'ok', { d: r(D, 'path: /healthz', 'path: /healthz?verbose=1') }],
  [
    'preStop postStart exec own binary',
    'ok',
    { d: r(D, live, `          lifecycle: {postStart: {exec: {command: [/server, -warm]}}}\n${live}`) },
  ],
  ['grace 26', 'ok', { d: r(D, 'terminationGracePeriodSeconds: 30', 'terminationGracePeriodSeconds: 26') }],
  [
    'DB_ADDR via refs',
    'ok',
    {
      d: r(
        D,
        '            - name: DB_ADDR\n              value: db:5432\n',
        '            - name: DB_HOST\n              value: db\n            - name: DB_ADDR\n              value: $(DB_HOST):5432\n',
      ),
    },
  ],
  [
    'HANDLER env secret',
    'ok',
    {
      d: r(
        D,
        '            - name: DRAIN',
        '            - name: X\n              valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}\n            - name: DRAIN',
      ),
    },
  ],
  [
    'args overriding command',
    'ok',
    { d: r(D, '          ports:\n', '          command: [/server]\n          ports:\n') },
  ],
  [
    'selector matchExpressions Exists',
    'ok',
    {
      d: r(
        D,
        / {4}matchLabels:\n {6}app: user-service\n {2}strategy/,
        '    matchExpressions:\n      - {key: app, operator: Exists}\n  strategy',
      ),
    },
  ],
  ['a probe path without its slash', 'ok', { d: r(D, 'path: /healthz', 'path: healthz') }],
  [
    'resources of the pod',
    'ok',
    {
      d: r(
        D,
        '      containers:\n',
        '      resources: {requests: {cpu: 50m, memory: 32Mi}, limits: {memory: 128Mi}}\n      containers:\n',
      ).replace(/ {10}resources:\n[\s\S]*?(?= {10}livenessProbe)/, ''),
    },
  ],
];
