/** The toolbox pod: our own static Go program in the learner's namespace, itself restricted, and how it is driven. */
import type { CoreV1Api, KubernetesObject, V1Pod } from '@kubernetes/client-node';
import {
  type Answer,
  type ClusterSpec,
  eventually,
  type Lack,
  LackError,
  type LoadReport,
} from '../../../kit/index.ts';
import { asked } from '../answers.ts';
import type { Connection } from '../connection.ts';
import { thereIsFine } from '../namespace.ts';
import { podOf } from '../workload/pods.ts';
import type { Watchable } from '../workload/progress.ts';
import type { Workload } from '../workload/workload.ts';

const name = 'go-cloud-workshop-toolbox';
const port = 8090;
/** A fake's Service leads from its own port to one of these: each fake can be taken away alone, and none needs a privileged port. */
const firstFakePort = 10_000;

type Fakes = NonNullable<ClusterSpec['fakes']>;

/** The stage's upstreams as the program in the cluster calls them: variable → URL. */
export const upstreamUrls = (upstreams: ClusterSpec['upstreams'] = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(upstreams).map(([variable, path]) => [variable, `http://${name}:${port}/upstream${path}`]),
  );

/** The pod, its own Service, and one Service for each fake. */
export function toolboxObjects(namespace: string, image: string, fakes: Fakes): KubernetesObject[] {
  return [
    pod(namespace, image, fakes),
    service(namespace, name, port, port),
    ...fakes.map((fake, index) => service(namespace, fake.service, fake.port, firstFakePort + index)),
  ];
}

const labels = { app: name };

const service = (namespace: string, own: string, at: number, targetPort: number) =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: own, namespace },
    spec: { selector: labels, ports: [{ port: at, targetPort }] },
  }) as KubernetesObject;

const pod = (namespace: string, image: string, fakes: Fakes) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'toolbox',
          image,
          imagePullPolicy: 'IfNotPresent',
          args: fakes.map((fake, index) => `${fake.service}:${firstFakePort + index}`),
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
  }) as KubernetesObject;

export type Toolbox = {
  get(url: string): Promise<Answer>;
  fake(service: string, state: 'up' | 'down'): Promise<void>;
  load(url: string): Promise<Watchable | undefined>;
};

/** Resolves once it is ready. */
export async function startToolbox(
  { objects, core, context }: Connection,
  { namespace, pods }: Workload,
  image: string,
  fakes: Fakes,
): Promise<Toolbox> {
  for (const object of toolboxObjects(namespace, image, fakes))
    await asked(context, () => thereIsFine(objects.create(object)));
  const own = () => pods.all().find(({ metadata }) => metadata?.name === name);
  const ready = await pods.until(() => {
    const there = own();
    return (there && podOf(there).ready) || undefined;
  }, startMs);
  if (ready) return driveToolbox(core, namespace, context);
  throw new LackError(notStarted(own(), context));
}

/** It is small and its image is already there; a busy machine needs some seconds. */
const startMs = 90_000;

/** Our own pod, as restricted as can be: whatever keeps it from starting is in the cluster. */
function notStarted(pod: V1Pod | undefined, context: string): Lack {
  const { containerStatuses, conditions } = pod?.status ?? {};
  const { waiting, terminated } = containerStatuses?.[0]?.state ?? {};
  const unscheduled = conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  const why = waiting ?? terminated ?? unscheduled;
  const said = [why?.reason, why?.message].filter((part) => part).join(': ') || 'no node has taken it';
  return {
    need: 'kubernetes',
    state: unscheduled ? 'exhausted' : 'unsuitable',
    what: `The cluster "${context}" did not start the check’s own small pod within ${startMs / 1000} s (${said}).`,
    fix: 'See what its nodes lack: kubectl describe nodes.',
  };
}

type Progress = LoadReport & { begun: boolean };

/** Through the API server's proxy, which takes no body: URLs travel in the path, encoded. */
function driveToolbox(api: CoreV1Api, namespace: string, context: string): Toolbox {
  const ask = async <T>(path: string): Promise<T> => {
    const answer: unknown = await asked(context, () =>
      api.connectGetNamespacedPodProxyWithPath({ name: `${name}:${port}`, namespace, path }),
    );
    return (typeof answer === 'string' ? JSON.parse(answer) : answer) as T;
  };
  const encoded = (url: string) => Buffer.from(url).toString('base64url');
  return {
    get: (url) => ask(`get/${encoded(url)}`),
    async fake(service, state) {
      const { ok } = await ask<{ ok: boolean }>(`fake/${service}/${state}`);
      if (!ok) throw new Error(`the toolbox could not take the fake "${service}" ${state}`);
    },
    async load(url) {
      const { id } = await ask<{ id: string }>(`load/start/${encoded(url)}`);
      const look = () => ask<Progress>(`load/look/${id}`);
      const begun = await eventually(60_000, async () => (await look()).begun || undefined, 100);
      const stop = () => ask<Progress>(`load/stop/${id}`);
      if (begun) return { look, stop };
      await stop();
      return undefined;
    },
  };
}
