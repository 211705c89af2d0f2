/** Hooks of a container whose image holds nothing but the service. */
import { contract } from './contract.ts';
import type { Flaw } from './flaw.ts';
import { type Container, listOf } from './pods.ts';
import { portOf } from './ports.ts';

export const cannotRun = (container: Container): (Flaw | undefined)[] =>
  (['preStop', 'postStart'] as const).flatMap((hook) => [
    execOfNothing(container, hook),
    asksNowhere(container, hook),
    opensSocket(container, hook),
  ]);

type Hook = 'preStop' | 'postStart';

const effect: Record<Hook, string> = {
  preStop: 'Kubernetes notes FailedPreStopHook and sends SIGTERM at once, as if there were no hook.',
  postStart: 'Kubernetes kills a container whose postStart hook fails.',
};

/** A program of the learner's own may be in the image under any other path. */
function execOfNothing(container: Container, hook: Hook): Flaw | undefined {
  const [program] = listOf<unknown>(container.get('lifecycle', hook, 'exec', 'command')).map(String);
  const isOwn = program === undefined || /^\/(?!(usr\/|s?bin\/|busybox))/.test(program);
  if (isOwn) return undefined;
  return {
    at: container.where('lifecycle', hook, 'exec'),
    summary: `The ${hook} hook starts ${program}, but an image from scratch holds no such program.`,
    expected: 'a hook that needs no program: sleep: {seconds: …}, or none',
    actual: `command: ${listOf<unknown>(container.get('lifecycle', hook, 'exec', 'command')).join(' ')}`,
    hint: `${effect[hook]} ${hook === 'preStop' ? 'DRAIN_DELAY waits inside the service itself.' : 'The service needs none.'}`,
  };
}

function asksNowhere(container: Container, hook: Hook): Flaw | undefined {
  const port = container.get('lifecycle', hook, 'httpGet', 'port');
  if (port === undefined) return undefined;
  const number = portOf(port, [container])?.number;
  if (number === contract.port) return undefined;
  return {
    at: container.where('lifecycle', hook, 'httpGet', 'port'),
    summary:
      number === undefined
        ? `The ${hook} hook asks port "${port}", but no port of the container has that name.`
        : `The ${hook} hook asks port ${number}, where nothing listens.`,
    expected: `port: ${contract.port}, or no such hook`,
    actual: `port: ${port}`,
    hint: effect[hook],
  };
}

function opensSocket(container: Container, hook: Hook): Flaw | undefined {
  if (container.get('lifecycle', hook, 'tcpSocket') == null) return undefined;
  return {
    at: container.where('lifecycle', hook, 'tcpSocket'),
    summary: `The ${hook} hook is a tcpSocket, which Kubernetes does not run.`,
    expected: 'sleep, httpGet, or no hook',
    actual: 'tcpSocket',
    hint: effect[hook],
  };
}
