import { check, type Location } from '#kit';
import { contract } from './manifest/contract.ts';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { type Container, namedPorts, partsOf, portNumber } from './manifest/parts.ts';

const { port } = contract;

/** Two probes, each asking its own question on a port that exists. */
export const probes = check(
  'probes',
  'is asked by two probes: liveness on /healthz, readiness on /readyz',
  { lesson: 'Two probes, two questions' },
  async (context) => {
    const { container } = await partsOf(context);
    failAtFirst(context, [...flawsOf('liveness', container), ...flawsOf('readiness', container)]);
  },
);

type Word = 'liveness' | 'readiness';
type HttpGet = { path?: string; port?: number | string; host?: string; scheme?: string };
type Probe = {
  word: Word;
  /** What it should ask. */
  path: string;
  get(...path: string[]): unknown;
  where(...path: string[]): Location;
  container: Container;
};

function flawsOf(word: Word, container: Container): (Flaw | undefined)[] {
  const field = `${word}Probe`;
  const path = word === 'liveness' ? '/healthz' : '/readyz';
  const probe: Probe = {
    word,
    path,
    container,
    get: (...more) => container.get(field, ...more),
    where: (...more) => container.where(field, ...more),
  };
  if (container.get(field) === undefined) return [noProbe(probe)];
  const asks = probe.get('httpGet') as HttpGet | undefined;
  if (!asks) return [notHttp(probe)];
  return [wrongPath(asks, probe), wrongPort(asks, probe), wrongTimes(probe)];
}

const noProbe = ({ word, path, container }: Probe): Flaw => ({
  at: container.where(),
  summary: `The container has no ${word} probe.`,
  expected: `${word}Probe with httpGet: {path: ${path}, port: ${port}}`,
  hint:
    word === 'readiness'
      ? 'Without it a pod gets requests from its first millisecond to its last, while it drains too.'
      : 'Without it a process that hangs is never restarted.',
});

const notHttp = ({ word, path, get, where }: Probe): Flaw => ({
  at: where(),
  summary: `The ${word} probe does not ask by HTTP.`,
  expected: `httpGet: {path: ${path}, port: ${port}}`,
  actual: Object.keys((get() ?? {}) as object).join(', ') || 'an empty probe',
  hint: 'An exec probe needs a program in the image, and yours holds only the service; a TCP probe succeeds as long as the port is open.',
});

function wrongPath(asks: HttpGet, { word, path, where }: Probe): Flaw | undefined {
  const { host, scheme } = asks;
  const asked = (asks.path ?? '/').split('?')[0];
  if (asked === path && host === undefined && (scheme ?? 'HTTP') === 'HTTP') return undefined;
  const crossed = word === 'liveness' && asked === '/readyz';
  const others = Object.entries({ host, scheme }).filter(([, value]) => value !== undefined);
  return {
    at: where('httpGet', host !== undefined ? 'host' : 'path'),
    summary: crossed
      ? 'The liveness probe asks /readyz, so an unreachable database would restart every pod.'
      : `The ${word} probe does not ask http://<pod>:${port}${path}.`,
    expected: `path: ${path}, no host, scheme HTTP`,
    actual: [`path: ${asks.path ?? '/'}`, ...others.map(([name, value]) => `${name}: ${value}`)].join(', '),
    hint: crossed
      ? 'Liveness asks only whether the process works: /healthz. What it depends on belongs to readiness.'
      : `${path} is where the service of stage 04 answers for ${word}.`,
  };
}

function wrongPort(asks: HttpGet, { word, where, container }: Probe): Flaw | undefined {
  const number = portNumber(asks.port, container);
  if (number === port) return undefined;
  return {
    at: where('httpGet', 'port'),
    summary:
      number === undefined
        ? `The ${word} probe asks port "${asks.port}", but no port of the container has that name.`
        : `The ${word} probe asks port ${number}, where nothing listens.`,
    expected: `port: ${port}, or the name of the containerPort ${port}`,
    actual: `port: ${asks.port}; named ports of the container: ${[...namedPorts(container).keys()].join(', ') || 'none'}`,
    hint:
      word === 'readiness'
        ? 'Kubernetes accepts it silently; the pod then never becomes ready, and the rollout never completes.'
        : 'Kubernetes accepts it silently, and then restarts the pod again and again.',
  };
}

/** Defaults: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe */
function wrongTimes({ word, get, where }: Probe): Flaw | undefined {
  const seconds = (name: string, otherwise: number) => Number(get(name) ?? otherwise);
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
  if (!wrong) return undefined;
  return {
    at: where(wrong),
    summary: `The ${word} probe’s ${wrong} is out of bounds.`,
    expected: 'periodSeconds 1 to 30, timeoutSeconds 1 to periodSeconds, initialDelaySeconds at most 30',
    actual: `periodSeconds ${period}, timeoutSeconds ${timeout}, initialDelaySeconds ${delay}`,
    hint: 'Your service starts in milliseconds, so it needs no long delay; a short period notices soon when a pod is in trouble.',
  };
}
