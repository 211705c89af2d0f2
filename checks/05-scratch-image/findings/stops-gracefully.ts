/** `docker stop` dropped the request in flight, or the program did not end well, or too late. */
import {
  type ContainerExit,
  type DockerInstruction,
  duration,
  type Evidence,
  type Finding,
  finding,
  type Image,
} from '#kit';
import { goDuration } from '../../common/go-duration.ts';
import type { Lines } from '../lines.ts';

export type Seen = {
  image: Pick<Image, 'env'>;
  /** Last status of the request in flight; undefined: no answer at all. */
  status: string | undefined;
  exit: ContainerExit;
  /** From docker stop to the end. */
  tookMs: number;
  /** After which we had it killed. */
  graceSeconds: number;
  /** STOPSIGNAL of the stage that ships. */
  stopSignal?: DockerInstruction;
  log: Evidence;
};

/** docker stop's own limit, https://docs.docker.com/reference/cli/docker/container/stop/ */
const dockerWaitsMs = 10_000;
const settings = ['DRAIN_DELAY', 'SHUTDOWN_TIMEOUT', 'DELIVERY_TIMEOUT'] as const;

export function stoppedBadly(seen: Seen, lines: Lines): Finding | undefined {
  const { status, exit, log, tookMs } = seen;
  const tooLate = tookMs > dockerWaitsMs;
  if (status === '202' && exit.code === 0 && !tooLate) return undefined;
  const answered = status === undefined || status === '100' ? 'no answer' : `status ${status}`;
  const code = `exit code ${exit.code}${isKilled(exit) ? ' (SIGKILL)' : ''}`;
  return finding({
    ...said(seen),
    expected: 'status 202 for the request in flight, then exit code 0, within the 10 s of docker stop',
    actual: `${answered}, then ${code} after ${duration(tookMs)}${shipped(seen)}`,
    evidence: [log, place(seen, lines)],
  });
}

function place(seen: Seen, lines: Lines): Evidence | undefined {
  if (seen.stopSignal) return lines.final('STOPSIGNAL');
  const setting = culprit(seen);
  return (setting ? lines.setting(setting) : undefined) ?? lines.final('ENTRYPOINT', 'CMD');
}

const isKilled = ({ code }: ContainerExit) => code === 137;

/** The image's own settings, where it has any. */
function shipped({ image: { env } }: Seen): string {
  const set = settings.filter((name) => env[name]).map((name) => `${name}=${env[name]}`);
  return set.length === 0 ? '' : `; the image sets ${set.join(', ')}`;
}

/** The setting of the image that explains it: a drain longer than docker waits, a SHUTDOWN_TIMEOUT that gives no time, or a sink that nobody can reach. */
function culprit({ image: { env }, status, tookMs }: Seen): string | undefined {
  const drain = goDuration(env.DRAIN_DELAY ?? '');
  if (tookMs > dockerWaitsMs && drain !== undefined && drain >= 8) return 'DRAIN_DELAY';
  const shutdown = goDuration(env.SHUTDOWN_TIMEOUT ?? '');
  if (status !== '202' && shutdown !== undefined && shutdown < 1) return 'SHUTDOWN_TIMEOUT';
  if (status === '202' && env.SINK_URL) return 'SINK_URL';
  return undefined;
}

function said(seen: Seen): { summary: string; hint: string } {
  const { exit, stopSignal, status, tookMs, graceSeconds, image } = seen;
  const signal = stopSignal && {
    hint: `STOPSIGNAL ${stopSignal.text} is what docker stop sends, and the service ends on SIGTERM and SIGINT. Leave the line out.`,
  };
  const setting = culprit(seen);
  if (setting === 'DRAIN_DELAY')
    return {
      summary: `The image sets DRAIN_DELAY=${image.env.DRAIN_DELAY}: it needs longer to end than the 10 s that docker stop waits.`,
      hint: 'After 10 s docker stop sends SIGKILL, and what is in flight is lost. Leave DRAIN_DELAY to the place where the image runs; the program has a default of 2 s.',
      ...signal,
    };
  if (setting === 'SHUTDOWN_TIMEOUT')
    return {
      summary: `The request in flight was cut off: the image sets SHUTDOWN_TIMEOUT=${image.env.SHUTDOWN_TIMEOUT}.`,
      hint: 'So long may requests in flight take once nothing new is accepted. Leave it out: the program has a default of 10 s.',
      ...signal,
    };
  if (setting === 'SINK_URL')
    return {
      summary: `The program did not end well on docker stop, and the image sets SINK_URL=${image.env.SINK_URL?.slice(0, 80)}.`,
      hint: 'Before it ends it delivers there what it has accepted, and here nothing listens at that address. It belongs to the place where the image runs, not into the image.',
      ...signal,
    };
  if (isKilled(exit))
    return {
      summary: `The program did not end on docker stop: it was killed after ${graceSeconds} s.`,
      hint: 'Process 1 gets no signal that it does not ask for. Is the program itself process 1 (exec form), and does it still call signal.NotifyContext?',
      ...signal,
    };
  if (status !== '202')
    return { summary: 'The request in flight was dropped when docker stop came.', hint: starter, ...signal };
  if (exit.code !== 0)
    return { summary: `The program ended with exit code ${exit.code} on docker stop.`, hint: starter, ...signal };
  return {
    summary: `The program took ${duration(tookMs)} to end, and docker stop kills after 10 s.`,
    hint: 'It ended by itself, but too late. Which wait of its own takes so long: DRAIN_DELAY, the requests in flight, or the last delivery?',
    ...signal,
  };
}

const starter =
  'The starter waits for requests in flight (server.Shutdown) and returns from main. Is that the program that the image starts?';

/** A note where the image's own settings allow more than docker stop waits: seen only with slow requests. */
export function slowestStop({ env }: Pick<Image, 'env'>): string[] {
  const set = settings.filter((name) => env[name] !== undefined);
  const total = set.reduce((sum, name) => sum + (goDuration(env[name] ?? '') ?? 0), 0);
  if (total * 1_000 <= dockerWaitsMs) return [];
  const sum = set.map((name) => `${name}=${env[name]}`).join(' + ');
  return [`${sum} may take ${duration(total * 1_000)} with slow requests, and docker stop kills after 10 s.`];
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

/** The same image answered a moment ago, in the check runs. */
export const notAgain = (exit: ContainerExit | undefined, log: Evidence): Finding =>
  finding({
    summary: 'The same image answered when it was started before, and not when it was started again.',
    expected: 'every container of the image answers GET /healthz',
    actual: exit ? `this one ended by itself, exit code ${exit.code}` : 'this one runs, and nothing answers',
    hint: 'What it printed is below. A service starts again and again: after a deployment, on another node, after a crash.',
    evidence: [log],
  });
