import { check, type Location } from '#kit';
import { settingOf } from './environment.ts';
import { goDuration } from './quantities.ts';
import { failAt, type Parts, partsOf, podSpec } from './service.ts';

/** Seconds where the manifest sets nothing: the service's own defaults (stage 04) and Kubernetes'. */
const defaults = { DRAIN_DELAY: 2, SHUTDOWN_TIMEOUT: 10, terminationGracePeriodSeconds: 30 };

/** Kubernetes waits long enough for the drain before it kills. */
export const grace = check(
  'grace',
  'is given enough time to drain before it is killed',
  { lesson: 'The end of a pod' },
  async (context) => {
    const parts = await partsOf(context);
    const { deployment, container } = parts;
    const drain = seconds('DRAIN_DELAY', parts);
    const shutdown = seconds('SHUTDOWN_TIMEOUT', parts);
    for (const one of [drain, shutdown]) {
      if (one.value !== undefined) continue;
      failAt(context, one.at, {
        summary: `Go does not understand ${one.name}=${one.text}, so the service stops at start.`,
        expected: 'a Go duration: 5s, 1m30s, 500ms',
        actual: String(one.text),
        hint: 'time.ParseDuration wants a unit with every number.',
      });
    }
    const preStop = Number(
      container.get('lifecycle', 'preStop', 'sleep', 'seconds') ??
        sleepOf(container.get('lifecycle', 'preStop', 'exec', 'command')),
    );
    const needed = preStop + (drain.value ?? 0) + (shutdown.value ?? 0);
    const given = Number(
      deployment.get(...podSpec, 'terminationGracePeriodSeconds') ?? defaults.terminationGracePeriodSeconds,
    );
    if (given >= needed) return;
    failAt(context, deployment.where(...podSpec, 'terminationGracePeriodSeconds'), {
      summary: `Kubernetes kills the pod after ${given} s, and its drain may take ${needed} s.`,
      expected: 'terminationGracePeriodSeconds ≥ preStop + DRAIN_DELAY + SHUTDOWN_TIMEOUT',
      actual: `${given} < ${preStop} + ${drain.value} + ${shutdown.value}`,
      hint: 'Requests in flight would be cut off. Give more time, or drain faster; where it is not set, it is 30.',
    });
  },
);

type Seconds = { name: string; value?: number; text?: string; at: Location };

function seconds(name: 'DRAIN_DELAY' | 'SHUTDOWN_TIMEOUT', parts: Parts): Seconds {
  const setting = settingOf(name, parts);
  if (setting?.value === undefined) return { name, value: defaults[name], at: setting?.at ?? parts.container.where() };
  const value = goDuration(setting.value);
  return { name, at: setting.at, text: setting.value, ...(value === undefined || value < 0 ? {} : { value }) };
}

/** `sleep 5` as an exec hook; anything else can't be known from here. */
function sleepOf(command: unknown): number {
  const words = Array.isArray(command) ? command.join(' ') : '';
  return Number(/\bsleep (\d+(?:\.\d+)?)\b/.exec(words)?.[1] ?? 0);
}
