import { check, type Location } from '#kit';
import { goDuration } from '../common/go-duration.ts';
import { settingOf } from './manifest/environment.ts';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { type Container, type Parts, partsOf, podSpec } from './manifest/parts.ts';

/** Seconds where the manifest sets nothing: the service's own defaults (stage 04) and Kubernetes'. */
const defaults = { DRAIN_DELAY: 2, SHUTDOWN_TIMEOUT: 10, DELIVERY_TIMEOUT: 10, terminationGracePeriodSeconds: 30 };
const settings = ['DRAIN_DELAY', 'SHUTDOWN_TIMEOUT', 'DELIVERY_TIMEOUT'] as const;

/** Kubernetes kills no pod that is still draining, finishing requests or delivering its last events. */
export const grace = check(
  'grace',
  'is given enough time to drain before it is killed',
  { lesson: 'The end of a pod' },
  async (context) => {
    const parts = await partsOf(context);
    const phases = settings.map((name) => phaseOf(name, parts));
    failAtFirst(context, [...phases.map(notADuration), tooShort(parts, phases)]);
  },
);

/** `seconds`: undefined where Go would not understand `text`. */
type Phase = { name: string; seconds?: number; text: string; at: Location };

function phaseOf(name: (typeof settings)[number], parts: Parts): Phase {
  const setting = settingOf(name, parts);
  const at = setting?.at ?? parts.container.where();
  if (setting?.value === undefined) return { name, seconds: defaults[name], text: '', at };
  const seconds = goDuration(setting.value);
  return { name, seconds: seconds !== undefined && seconds >= 0 ? seconds : undefined, text: setting.value, at };
}

function notADuration({ name, seconds, text, at }: Phase): Flaw | undefined {
  if (seconds !== undefined) return undefined;
  return {
    at,
    summary: `Go does not understand ${name}=${text}, so the service exits at start.`,
    expected: 'a Go duration: 5s, 1m30s, 500ms',
    actual: text,
    hint: 'time.ParseDuration wants a unit with every number.',
  };
}

function tooShort({ deployment, container }: Parts, phases: readonly Phase[]): Flaw | undefined {
  const terms = [preStopSeconds(container), ...phases.map(({ seconds = 0 }) => seconds)];
  const needed = terms.reduce((sum, term) => sum + term, 0);
  const path = [...podSpec, 'terminationGracePeriodSeconds'];
  const given = Number(deployment.get(...path) ?? defaults.terminationGracePeriodSeconds);
  if (given > needed) return undefined;
  return {
    at: deployment.where(...path),
    summary: `Kubernetes kills the pod after ${given} s, but its shutdown may take ${needed} s.`,
    expected: 'terminationGracePeriodSeconds > preStop + DRAIN_DELAY + SHUTDOWN_TIMEOUT + DELIVERY_TIMEOUT',
    actual: `${given} is not more than ${terms.join(' + ')}`,
    hint: 'Requests in flight would be cut off, or accepted events lost. Raise terminationGracePeriodSeconds (30 unless set), or shorten a step. Left unset, DRAIN_DELAY is 2s, the two timeouts 10s each.',
  };
}

/** A `sleep` hook, or `sleep 5` as an exec hook; how long any other command takes can't be known from here. */
function preStopSeconds(container: Container): number {
  const seconds = container.get('lifecycle', 'preStop', 'sleep', 'seconds');
  if (seconds !== undefined) return Number(seconds);
  const command = container.get('lifecycle', 'preStop', 'exec', 'command');
  const words = Array.isArray(command) ? command.join(' ') : '';
  return Number(/\bsleep (\d+(?:\.\d+)?)\b/.exec(words)?.[1] ?? 0);
}
