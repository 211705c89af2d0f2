import { check } from '#kit';
import { settingOf } from './manifest/environment.ts';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { wrongGoLimit } from './manifest/go-limit.ts';
import { partsOf } from './manifest/parts.ts';
import { type Container, called, resourceOf } from './manifest/pods.ts';
import { quantity } from './manifest/quantities.ts';
import { wrongUnit } from './manifest/units.ts';

const budget = {
  memory: { text: '32Mi', value: 32 * 2 ** 20 },
  cpu: { text: '50m', value: 0.05 },
  limit: { text: '128Mi', value: 128 * 2 ** 20 },
};

/** Requests and a memory limit within the lesson's budget for every container, and a Go runtime that knows the limit. */
export const resources = check(
  'resources',
  'says what it uses: requests for memory and CPU, and a memory limit',
  { lesson: 'What it may use' },
  async (context) => {
    const { manifests, container, programs, pods } = await partsOf(context);
    const all = pods.flatMap((pod) => pod.containers.filter(({ list }) => list !== 'ephemeralContainers'));
    const flaws = all.flatMap((one) => [wrongLimit(one), wrongRequest('memory', one), wrongRequest('cpu', one)]);
    failAtFirst(context, [...flaws, ...programs.map((one) => wrongGoLimit(one, manifests))]);
    if (settingOf('GOMEMLIMIT', container, manifests) === undefined)
      context.note(
        'GOMEMLIMIT is not set. A little below the memory limit (in Go’s unit, e.g. 96MiB), it makes the garbage collector work harder before the kernel kills the pod.',
      );
    const cores = resourceOf(container, 'limits', 'cpu');
    if (cores !== undefined)
      context.note(
        `There is a CPU limit${wrongUnit('cpu', cores) ? `: ${wrongUnit('cpu', cores)?.summary}` : '.'} A throttled Go service answers late; many teams set only the request.`,
      );
  },
);

function wrongLimit(container: Container): Flaw | undefined {
  const given = resourceOf(container, 'limits', 'memory');
  const value = quantity(given);
  const unit = wrongUnit('memory', given);
  if (!unit && value !== undefined && value > 0 && value <= budget.limit.value) return undefined;
  return {
    at: container.where('resources', 'limits', 'memory'),
    summary:
      value === undefined
        ? `${called(container)} has no memory limit.`
        : (unit?.summary ??
          `The memory limit of ${given} is ${value > 0 ? 'more than the lesson’s budget' : 'no limit at all'}.`),
    expected: `resources.limits.memory of at most ${budget.limit.text}`,
    actual: given === undefined ? 'nothing' : String(given),
    hint:
      unit?.hint ?? 'Without a limit, one leak can fill the memory of the whole node, and everyone else’s pods suffer.',
  };
}

function wrongRequest(kind: 'memory' | 'cpu', container: Container): Flaw | undefined {
  const limit = resourceOf(container, 'limits', kind);
  const written = resourceOf(container, 'requests', kind);
  // Without a request, Kubernetes takes the limit for it.
  const given = written ?? limit;
  const value = quantity(given);
  const most = budget[kind];
  const unit = wrongUnit(kind, given);
  const above = limit !== undefined && value !== undefined && value > (quantity(limit) ?? Number.POSITIVE_INFINITY);
  if (!unit && value !== undefined && value > 0 && value <= most.value && !above) return undefined;
  return {
    at: container.where('resources', written === undefined && limit !== undefined ? 'limits' : 'requests', kind),
    summary:
      unit?.summary ??
      (above
        ? `The ${kind} request of ${given} is above the limit of ${limit}, which Kubernetes rejects.`
        : asksFor(kind, container, value)),
    expected: `resources.requests.${kind} of at most ${most.text}`,
    actual:
      written === undefined && limit !== undefined
        ? `no request, so Kubernetes takes the limit of ${limit} for it`
        : String(given ?? 'nothing'),
    hint:
      unit?.hint ??
      'The request is what the scheduler reserves on a node: too little crowds the node, too much leaves it empty. Your service needs 5–15 MB at rest.',
  };
}

function asksFor(kind: 'memory' | 'cpu', container: Container, value: number | undefined): string {
  const what = kind === 'cpu' ? 'CPU' : 'memory';
  if (value === undefined) return `${called(container)} requests no ${what}.`;
  const given = resourceOf(container, 'requests', kind);
  if (value < 0) return `${called(container)} requests ${given} ${what}, which is less than nothing.`;
  if (value === 0) return `${called(container)} requests 0 ${what}, which is no request at all.`;
  return given === undefined
    ? `${called(container)} has a ${what} limit and no request, and so requests as much as the limit.`
    : `The ${what} request of ${given} is more than this stage’s budget.`;
}
