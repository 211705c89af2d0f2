/** What is asked of a probe. */
import { contract } from '../manifest/contract.ts';
import type { Flaw } from '../manifest/flaw.ts';
import { type Container, called } from '../manifest/pods.ts';
import { namesOf, portOf } from '../manifest/ports.ts';
import { askedPath, type HttpGet, type Probe, probeOf } from './probe.ts';
import { turnsTooLate, wrongTimes } from './times.ts';

type Flaws = (Flaw | undefined)[];

const paths = { liveness: '/healthz', readiness: '/readyz' };

/** `port`: where the container listens, as far as the manifests tell. */
export function flawsOfWanted(word: 'liveness' | 'readiness', container: Container, port?: number): Flaws {
  const probe = probeOf(word, container);
  if (!probe) return [noProbe(word, container)];
  if (!probe.http) return [notHttp(probe, paths[word])];
  return [
    wrongPath(probe.http, probe, paths[word]),
    wrongPort(probe, port),
    wrongTimes(probe),
    ...(word === 'readiness' ? [turnsTooLate(probe)] : []),
  ];
}

/** Until it succeeds nothing else is asked; when it fails for too long, the container is restarted. */
export function startupFlaws(container: Container, port?: number): Flaws {
  const probe = probeOf('startup', container);
  if (!probe) return [];
  if (probe.get('exec') != null) return [notHttp(probe, paths.liveness)];
  return [probe.http && asksTheDatabase(probe.http, probe), wrongPort(probe, port)];
}

/** Of a program that isn't the stage's: the port exists, the times are in bounds. */
export const flawsOfAny = (container: Container): Flaws =>
  (['liveness', 'readiness', 'startup'] as const).flatMap((word) => {
    const probe = probeOf(word, container);
    if (!probe) return [];
    return [wrongPort(probe, undefined), word === 'startup' ? undefined : wrongTimes(probe)];
  });

const noProbe = (word: 'liveness' | 'readiness', container: Container): Flaw => ({
  at: container.where(),
  summary: `${called(container)} has no ${word} probe.`,
  expected: `${word}Probe with httpGet: {path: ${paths[word]}, port: ${contract.port}}`,
  hint:
    word === 'readiness'
      ? 'Without it a pod gets requests as soon as its process runs, also while its database is away.'
      : 'Without it a process that hangs is never restarted.',
});

const notHttp = ({ word, get, where }: Probe, path: string): Flaw => ({
  at: where(),
  summary: `The ${word} probe does not ask by HTTP.`,
  expected: `httpGet: {path: ${path}, port: ${contract.port}}`,
  actual: Object.keys((get() ?? {}) as object).join(', ') || 'an empty probe',
  hint: 'An exec probe needs a program in the image, and yours holds only the service; a TCP probe succeeds as long as the port is open.',
});

function wrongPath(asks: HttpGet, { word, where }: Probe, path: string): Flaw | undefined {
  const { host, scheme } = asks;
  const asked = askedPath(asks);
  const isElsewhere = host !== undefined && host !== '';
  const isHttps = (scheme ?? 'HTTP') !== 'HTTP';
  if (asked === path && !isElsewhere && !isHttps) return undefined;
  const crossed = word === 'liveness' && asked === paths.readiness;
  const others = Object.entries({ host, scheme }).filter(([, value]) => value !== undefined);
  return {
    at: where('httpGet', isElsewhere ? 'host' : asked !== path ? 'path' : 'scheme'),
    summary: crossed
      ? 'The liveness probe asks /readyz, so an unreachable database would restart every pod.'
      : `The ${word} probe does not ask http://<pod>:${contract.port}${path}.`,
    expected: `path: ${path}, no host, scheme HTTP`,
    actual: [`path: ${asks.path ?? '/'}`, ...others.map(([name, value]) => `${name}: ${value}`)].join(', '),
    hint: crossed
      ? 'Liveness asks only whether the process works: /healthz. What it depends on belongs to readiness.'
      : `${path} is where the service of stage 04 answers for ${word}.`,
  };
}

function asksTheDatabase(asks: HttpGet, { where }: Probe): Flaw | undefined {
  if (askedPath(asks) !== paths.readiness) return undefined;
  return {
    at: where('httpGet', 'path'),
    summary: 'The startup probe asks /readyz, so a pod that starts while the database is away is killed.',
    expected: `path: ${paths.liveness}, or no startup probe`,
    actual: `path: ${paths.readiness}`,
    hint: 'A startup probe that fails restarts the container, as liveness does. Only readiness may depend on others.',
  };
}

/** `listens`: undefined where nobody can tell; then only a name that leads nowhere is wrong. */
function wrongPort({ word, where, container, http, tcp }: Probe, listens: number | undefined): Flaw | undefined {
  const asks = http ?? tcp;
  if (!asks) return undefined;
  const port = portOf(asks.port, [container]);
  if (port && (listens === undefined || port.number === listens)) return undefined;
  return {
    at: port?.at ?? where(http ? 'httpGet' : 'tcpSocket', 'port'),
    summary: port
      ? `The ${word} probe asks port ${port.number}, where nothing listens.`
      : `The ${word} probe asks port "${asks.port}", but no port of the container has that name.`,
    expected: `port: ${listens ?? contract.port}, or the name of the containerPort ${listens ?? contract.port}`,
    actual: port?.at
      ? `port: ${asks.port}, which is the name of containerPort: ${port.number}`
      : `port: ${asks.port}; named ports of the container: ${namesOf([container])}`,
    hint: effect[word],
  };
}

const effect = {
  liveness: 'Kubernetes accepts it silently, and then restarts the pod again and again.',
  readiness: 'Kubernetes accepts it silently; the pod then never becomes ready, and the rollout never completes.',
  startup: 'Kubernetes accepts it silently, and then restarts the pod again and again.',
};
