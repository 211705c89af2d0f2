import { check, type Location, type Manifests } from '#kit';
import { goDuration } from '../common/go-duration.ts';
import { settingOf } from './manifest/environment.ts';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { cannotRun } from './manifest/hooks.ts';
import { partsOf } from './manifest/parts.ts';
import { type Container, called } from './manifest/pods.ts';

/** Seconds where the manifest sets nothing: the service's own defaults (stage 04) and Kubernetes'. */
const defaults = { DRAIN_DELAY: 2, SHUTDOWN_TIMEOUT: 10, DELIVERY_TIMEOUT: 10, terminationGracePeriodSeconds: 30 };
const settings = ['DRAIN_DELAY', 'SHUTDOWN_TIMEOUT', 'DELIVERY_TIMEOUT'] as const;

/** Kubernetes kills no pod that is still draining, finishing requests or delivering its last events. */
export const grace = check(
  'grace',
  'is given enough time to drain before it is killed',
  { lesson: 'The end of a pod' },
  async (context) => {
    const { manifests, services } = await partsOf(context);
    const judged = services.map((container) => ({
      container,
      phases: settings.map((name) => phaseOf(name, container, manifests)),
    }));
    failAtFirst(context, [
      ...services.flatMap(cannotRun),
      ...judged.flatMap(({ phases }) => phases.map(notADuration)),
      ...judged.map(({ container, phases }) => tooShort(container, phases)),
    ]);
    for (const { name, unknown } of judged.flatMap(({ phases }) => phases))
      if (unknown)
        context.note(
          `${name} comes from somewhere that the files don’t show, so it was counted as ${defaults[name]} s, its default.`,
        );
  },
);

/** `seconds`: undefined where Go would not understand `text`. */
type Phase = { name: (typeof settings)[number]; seconds?: number; text: string; at: Location; unknown?: boolean };

function phaseOf(name: Phase['name'], container: Container, manifests: Manifests): Phase {
  const setting = settingOf(name, container, manifests);
  const at = setting?.at ?? container.where();
  // The service takes an empty setting for none.
  if (!setting?.value)
    return {
      name,
      seconds: defaults[name],
      text: '',
      at,
      unknown: setting?.value === undefined && setting !== undefined,
    };
  return { name, seconds: goDuration(setting.value), text: setting.value, at };
}

function notADuration({ name, seconds, text, at }: Phase): Flaw | undefined {
  if (seconds !== undefined && seconds < 0)
    return {
      at,
      summary: `${name}=${text} is negative, so the service exits at start.`,
      expected: 'a Go duration of 0s or more',
      actual: text,
      hint: 'The service of stage 04 refuses a step that takes less than no time.',
    };
  if (seconds !== undefined) return undefined;
  return {
    at,
    summary: `Go does not understand ${name}=${text}, so the service exits at start.`,
    expected: 'a Go duration: 5s, 1m30s, 500ms',
    actual: text,
    hint: /[“”„‘’]/.test(text)
      ? 'These quotes are typographic, and to YAML a part of the text. Use " or none.'
      : 'time.ParseDuration wants a unit with every number.',
  };
}

function tooShort(container: Container, phases: readonly Phase[]): Flaw | undefined {
  const { pod } = container;
  const terms = [preStopSeconds(container), ...phases.map(({ seconds = 0 }) => seconds)];
  const needed = terms.reduce((sum, term) => sum + term, 0);
  const written = pod.get('terminationGracePeriodSeconds');
  const given = Number(written ?? defaults.terminationGracePeriodSeconds);
  if (given > needed) return undefined;
  const longest = phases.reduce((one, other) => ((other.seconds ?? 0) > (one.seconds ?? 0) ? other : one));
  return {
    at: written == null ? longest.at : pod.where('terminationGracePeriodSeconds'),
    summary: `Kubernetes kills the pod after ${given} s, but the shutdown of ${called(container).toLowerCase()} may take ${needed} s.`,
    expected: 'terminationGracePeriodSeconds > preStop + DRAIN_DELAY + SHUTDOWN_TIMEOUT + DELIVERY_TIMEOUT',
    actual: `${given}${written == null ? ' (not set)' : ''} is not more than ${terms.join(' + ')}`,
    hint: 'Requests in flight would be cut off, or accepted events lost. Raise terminationGracePeriodSeconds (30 unless set), or shorten a step. Left unset, DRAIN_DELAY is 2s, the two timeouts 10s each.',
  };
}

/** How long any other hook takes can't be known from here. */
const preStopSeconds = (container: Container): number =>
  Number(container.get('lifecycle', 'preStop', 'sleep', 'seconds') ?? 0);
