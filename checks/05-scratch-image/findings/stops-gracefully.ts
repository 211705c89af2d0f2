/** `docker stop` dropped the request in flight, or the program did not end well. */
import { type ContainerExit, type DockerInstruction, type Evidence, type Finding, finding } from '#kit';
import type { Lines } from '../lines.ts';

export type Seen = {
  /** Last status of the request in flight; undefined: no answer at all. */
  status: string | undefined;
  exit: ContainerExit;
  /** After which docker kills. */
  graceSeconds: number;
  /** STOPSIGNAL of the stage that ships. */
  stopSignal?: DockerInstruction;
  log: Evidence;
};

export function stoppedBadly(seen: Seen, lines: Lines): Finding | undefined {
  const { status, exit, stopSignal, log } = seen;
  if (status === '202' && exit.code === 0) return undefined;
  const answered = status === undefined || status === '100' ? 'no answer' : `status ${status}`;
  return finding({
    summary: summary(seen),
    expected: 'status 202 for the request in flight, then exit code 0',
    actual: `${answered}, then exit code ${exit.code}${isKilled(exit) ? ' (SIGKILL)' : ''}`,
    hint: hint(seen),
    evidence: [log, lines.final(...(stopSignal ? ['STOPSIGNAL'] : ['ENTRYPOINT', 'CMD']))],
  });
}

const isKilled = ({ code }: ContainerExit) => code === 137;

function summary({ status, exit, graceSeconds }: Seen): string {
  if (isKilled(exit)) return `The program did not end on docker stop: it was killed after ${graceSeconds} s.`;
  if (status !== '202') return 'The request in flight was dropped when docker stop came.';
  return `The program ended with exit code ${exit.code} on docker stop.`;
}

function hint({ exit, stopSignal }: Seen): string {
  if (stopSignal)
    return `STOPSIGNAL ${stopSignal.text} is what docker stop sends, and the service ends on SIGTERM and SIGINT. Leave the line out.`;
  if (isKilled(exit))
    return 'Process 1 gets no signal that it does not ask for. Is the program itself process 1 (exec form), and does it still call signal.NotifyContext?';
  return 'The starter waits for requests in flight (server.Shutdown) and returns from main. Is that the program that the image starts?';
}

/** `received`: what came back instead of 100 Continue. */
export const notReading = (received: string, log: Evidence): Finding =>
  finding({
    summary: 'POST /events did not begin to read the request.',
    expected: '100 Continue, once the handler reads the body',
    actual: received.split('\r\n')[0] || 'nothing',
    hint: 'This is what the service of the starter does. Compare internal/handler with the starter.',
    evidence: [log],
  });
