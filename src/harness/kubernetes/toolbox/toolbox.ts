/** The toolbox pod: our own static Go program in the learner's namespace, itself restricted, and how it is driven. */
import { readFileSync } from 'node:fs';
import type { CoreV1Api, KubernetesObject } from '@kubernetes/client-node';
import { eventually, type Load, type LoadReport } from '../../../kit/index.ts';

export const toolboxName = 'go-cloud-workshop-toolbox';
const port = 8090;

/** The program's source; built with the learner's Go. */
export const toolboxSource = () => readFileSync(new URL('./main.go', import.meta.url), 'utf8');

/** The pod, its own Service (for GATE_URL and SINK_URL) and the Service `db` that the contract names. */
export function toolboxObjects(namespace: string, image: string): KubernetesObject[] {
  const labels = { app: toolboxName };
  const service = (name: string, to: number): KubernetesObject =>
    ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ port: to, targetPort: to }] },
    }) as KubernetesObject;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: toolboxName, namespace, labels },
    spec: {
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'toolbox',
          image,
          imagePullPolicy: 'IfNotPresent',
          ports: [{ containerPort: port }, { containerPort: 5432 }],
          readinessProbe: { httpGet: { path: '/ready', port }, periodSeconds: 1 },
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '128Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
  return [pod as KubernetesObject, service(toolboxName, port), service('db', 5432)];
}

/** What the service is told to call, inside the cluster. */
export const toolboxUrls = {
  GATE_URL: `http://${toolboxName}:${port}/gate`,
  SINK_URL: `http://${toolboxName}:${port}/sink`,
};

export type Toolbox = {
  get(url: string): Promise<{ status: number; body: string; error?: string }>;
  dependency(state: 'up' | 'down'): Promise<void>;
  load(url: string): Promise<Load | undefined>;
};

type Progress = LoadReport & { begun: boolean };

export function driveToolbox(api: CoreV1Api, namespace: string): Toolbox {
  const ask = async <T>(path: string): Promise<T> => {
    const answer: unknown = await api.connectGetNamespacedPodProxyWithPath({
      name: `${toolboxName}:${port}`,
      namespace,
      path,
    });
    return (typeof answer === 'string' ? JSON.parse(answer) : answer) as T;
  };
  const encoded = (url: string) => Buffer.from(url).toString('base64url');
  return {
    get: (url) => ask(`get/${encoded(url)}`),
    async dependency(state) {
      const { ok } = await ask<{ ok: boolean }>(`dependency/${state}`);
      if (!ok) throw new Error(`the toolbox could not take its dependency ${state}`);
    },
    async load(url) {
      const { id } = await ask<{ id: string }>(`load/start/${encoded(url)}`);
      const begun = await eventually(
        60_000,
        async () => ((await ask<Progress>(`load/look/${id}`)).begun ? true : undefined),
        100,
      );
      const stop = () => ask<Progress>(`load/stop/${id}`);
      if (begun) return { stop };
      await stop();
      return undefined;
    },
  };
}
