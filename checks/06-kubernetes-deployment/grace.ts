import { check, type Location } from '#kit';
import { settingOf } from './environment.ts';
import { goDuration } from './quantities.ts';
import { failAt, type Parts, partsOf, podSpec } from './service.ts';

/** Seconds where the manifest sets nothing: the service's own defaults (stage 04) and Kubernetes'. */
const defaults = { DRAIN_DELAY: 2, SHUTDOWN_TIMEOUT: 10, DELIVERY_TIMEOUT: 10, terminationGracePeriodSeconds: 30 };

/** Kubernetes kills no pod that is still draining, finishing requests or delivering its last events. */
export const grace = check(
  'grace',
  'is given enough time to drain before it is killed',
  { lesson: 'The end of a pod' },
  async (context) => {
    const parts = await partsOf(context);
    const { deployment, container } = parts;
    const phases = (['DRAIN_DELAY', 'SHUTDOWN_TIMEOUT', 'DELIVERY_TIMEOUT'] as const).map((name) =>
      seconds(name, parts),
    );
    for (const one of phases) {
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
    const terms = [preStop, ...phases.map(({ value = 0 }) => value)];
    const needed = terms.reduce((sum, term) => sum + term, 0);
    const given = Number(
      deployment.get(...podSpec, 'terminationGracePeriodSeconds') ?? defaults.terminationGracePeriodSeconds,
    );
    if (given > needed) return;
    failAt(context, deployment.where(...podSpec, 'terminationGracePeriodSeconds'), {
      summary: `Kubernetes kills the pod after ${given} s, but its shutdown may take ${needed} s.`,
      expected: 'terminationGracePeriodSeconds > preStop + DRAIN_DELAY + SHUTDOWN_TIMEOUT + DELIVERY_TIMEOUT',
      actual: `${given} is not more than ${terms.join(' + ')}`,
      hint: 'Requests in flight would be cut off, or accepted events lost. Raise terminationGracePeriodSeconds (30 unless set), or shorten a step. Left unset, DRAIN_DELAY is 2s, the two timeouts 10s each.',
    });
  },
);

type Seconds = { name: string; value?: number; text?: string; at: Location };

function seconds(name: 'DRAIN_DELAY' | 'SHUTDOWN_TIMEOUT' | 'DELIVERY_TIMEOUT', parts: Parts): Seconds {
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
