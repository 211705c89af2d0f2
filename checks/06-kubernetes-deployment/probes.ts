import { type CheckContext, check } from '#kit';
import { containerPort, failAt, namedPorts, type Parts, partsOf, portNumber } from './service.ts';

/** Two probes, each asking its own question on a port that exists. */
export const probes = check(
  'probes',
  'is asked by two probes: liveness on /healthz, readiness on /readyz',
  { lesson: 'Two probes, two questions' },
  async (context) => {
    const parts = await partsOf(context);
    judge(parts, context, { field: 'livenessProbe', word: 'liveness', path: '/healthz' });
    judge(parts, context, { field: 'readinessProbe', word: 'readiness', path: '/readyz' });
  },
);

type Wanted = { field: 'livenessProbe' | 'readinessProbe'; word: string; path: string };
type HttpGet = { path?: string; port?: number | string; host?: string; scheme?: string };

function judge({ container }: Parts, context: CheckContext, wanted: Wanted): void {
  const { field, word, path } = wanted;
  const at = (...more: string[]) => container.where(field, ...more);
  if (container.get(field) === undefined) {
    failAt(context, container.where(), {
      summary: `The container has no ${word} probe.`,
      expected: `${field} with httpGet: {path: ${path}, port: ${containerPort}}`,
      hint:
        word === 'readiness'
          ? 'Without it a pod gets requests from its first millisecond to its last, drain included.'
          : 'Without it a process that hangs stays, and nobody restarts it.',
    });
  }
  const get = container.get(field, 'httpGet') as HttpGet | undefined;
  if (!get) {
    failAt(context, at(), {
      summary: `The ${word} probe does not ask by HTTP.`,
      expected: `httpGet: {path: ${path}, port: ${containerPort}}`,
      actual: Object.keys((container.get(field) ?? {}) as object).join(', ') || 'an empty probe',
      hint: 'An exec probe needs a program in the image, and yours holds only the service; a TCP probe is content as long as the port is open.',
    });
  }
  rightPath(get, wanted, context, at);
  rightPort(get, container, word, context, at);
  rightTimes(container, wanted, context, at);
}

type At = (...more: string[]) => ReturnType<Parts['container']['where']>;

function rightPath(get: HttpGet, { word, path }: Wanted, context: CheckContext, at: At): void {
  const asked = (get.path ?? '/').split('?')[0];
  if (asked === path && get.host === undefined && (get.scheme ?? 'HTTP') === 'HTTP') return;
  const crossed = word === 'liveness' && asked === '/readyz';
  failAt(context, at('httpGet', get.host !== undefined ? 'host' : 'path'), {
    summary: crossed
      ? 'The liveness probe asks /readyz, so a database that is away would restart every pod.'
      : `The ${word} probe does not ask http://<pod>:${containerPort}${path}.`,
    expected: `path: ${path}, no host, scheme HTTP`,
    actual: `path: ${get.path ?? '/'}${get.host === undefined ? '' : `, host: ${get.host}`}${get.scheme ? `, scheme: ${get.scheme}` : ''}`,
    hint: crossed
      ? 'Liveness asks only whether the process works: /healthz. What it depends on is readiness.'
      : `${path} is what the service of stage 04 answers for ${word}.`,
  });
}

function rightPort(get: HttpGet, container: Parts['container'], word: string, context: CheckContext, at: At): void {
  const number = portNumber(get.port, container);
  if (number === containerPort) return;
  failAt(context, at('httpGet', 'port'), {
    summary:
      number === undefined
        ? `The ${word} probe asks port "${get.port}", a name that no port of the container has.`
        : `The ${word} probe asks port ${number}, where nothing listens.`,
    expected: `port: ${containerPort}, or the name of the containerPort ${containerPort}`,
    actual: `port: ${get.port}; named ports of the container: ${[...namedPorts(container).keys()].join(', ') || 'none'}`,
    hint:
      word === 'readiness'
        ? 'Kubernetes accepts it silently; the pod then never becomes ready, and the rollout never ends.'
        : 'Kubernetes accepts it silently, and then restarts the pod again and again.',
  });
}

/** Defaults: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe */
function rightTimes(container: Parts['container'], { field, word }: Wanted, context: CheckContext, at: At): void {
  const seconds = (name: string, otherwise: number) => Number(container.get(field, name) ?? otherwise);
  const period = seconds('periodSeconds', 10);
  const timeout = seconds('timeoutSeconds', 1);
  const delay = seconds('initialDelaySeconds', 0);
  const wrong =
    period < 1 || period > 30
      ? 'periodSeconds'
      : timeout > period || timeout < 1
        ? 'timeoutSeconds'
        : delay > 30
          ? 'initialDelaySeconds'
          : undefined;
  if (!wrong) return;
  failAt(context, at(wrong), {
    summary: `The ${word} probe’s ${wrong} is out of bounds.`,
    expected: 'periodSeconds 1 to 30, timeoutSeconds 1 to periodSeconds, initialDelaySeconds at most 30',
    actual: `periodSeconds ${period}, timeoutSeconds ${timeout}, initialDelaySeconds ${delay}`,
    hint: 'Your service starts in milliseconds: it needs no long delay, and a short period notices a drain in time.',
  });
}
