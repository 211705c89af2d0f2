import { check } from '#kit';
import { settingOf } from './manifest/environment.ts';
import { type Flaw, failAtFirst } from './manifest/flaw.ts';
import { type Container, type Parts, partsOf } from './manifest/parts.ts';
import { goMemoryLimit, mebibytes, quantity } from './manifest/quantities.ts';

const budget = {
  memory: { text: '32Mi', value: 32 * 2 ** 20 },
  cpu: { text: '50m', value: 0.05 },
  limit: { text: '128Mi', value: 128 * 2 ** 20 },
};

/** Requests and a memory limit within the lesson's budget, and a Go runtime that knows the limit. */
export const resources = check(
  'resources',
  'says what it uses: requests for memory and CPU, and a memory limit',
  { lesson: 'What it may use' },
  async (context) => {
    const parts = await partsOf(context);
    const { container } = parts;
    const rules = [wrongLimit(container), wrongRequest('memory', container), wrongRequest('cpu', container)];
    failAtFirst(context, [...rules, wrongGoLimit(parts)]);
    if (settingOf('GOMEMLIMIT', parts) === undefined)
      context.note(
        'GOMEMLIMIT is not set. A little below the memory limit (in Go’s unit, e.g. 96MiB), it makes the garbage collector work harder before the kernel kills the pod.',
      );
    if (container.get('resources', 'limits', 'cpu') !== undefined)
      context.note('There is a CPU limit. A throttled Go service answers late; many teams set only the request.');
  },
);

function wrongLimit(container: Container): Flaw | undefined {
  const given = container.get('resources', 'limits', 'memory');
  const value = quantity(given);
  if (value !== undefined && value > 0 && value <= budget.limit.value) return undefined;
  return {
    at: container.where('resources', 'limits', 'memory'),
    summary:
      value === undefined
        ? 'The container has no memory limit.'
        : `The memory limit of ${given} is ${value > 0 ? 'more than the lesson’s budget' : 'no limit at all'}.`,
    expected: `resources.limits.memory of at most ${budget.limit.text}`,
    actual: given === undefined ? 'nothing' : String(given),
    hint: 'Without a limit, one leak takes down the whole node and everyone else’s pods on it.',
  };
}

function wrongRequest(kind: 'memory' | 'cpu', container: Container): Flaw | undefined {
  const limit = container.get('resources', 'limits', kind);
  // Without a request, Kubernetes takes the limit for it.
  const given = container.get('resources', 'requests', kind) ?? limit;
  const value = quantity(given);
  const most = budget[kind];
  const above = limit !== undefined && value !== undefined && value > (quantity(limit) ?? Number.POSITIVE_INFINITY);
  if (value !== undefined && value > 0 && value <= most.value && !above) return undefined;
  return {
    at: container.where('resources', 'requests', kind),
    summary: above ? `The ${kind} request is above the limit, which Kubernetes rejects.` : asksFor(kind, given, value),
    expected: `resources.requests.${kind} of at most ${most.text}`,
    actual: given === undefined ? 'nothing' : String(given),
    hint: 'The request is what the scheduler reserves on a node: too little crowds the node, too much leaves it empty. Your service needs 5–15 MB at rest.',
  };
}

function asksFor(kind: 'memory' | 'cpu', given: unknown, value: number | undefined): string {
  if (value === undefined) return `The container requests no ${kind === 'cpu' ? 'CPU' : 'memory'}.`;
  return `The ${kind} request of ${given} is ${value > 0 ? 'more than this stage’s budget' : 'no request at all'}.`;
}

function wrongGoLimit(parts: Parts): Flaw | undefined {
  const setting = settingOf('GOMEMLIMIT', parts);
  if (setting?.value === undefined) return undefined;
  const limit = quantity(parts.container.get('resources', 'limits', 'memory')) ?? Number.POSITIVE_INFINITY;
  const value = goMemoryLimit(setting.value);
  if (value !== undefined && (value <= limit || value === Number.POSITIVE_INFINITY)) return undefined;
  return {
    at: setting.at,
    summary:
      value === undefined
        ? `Go does not understand GOMEMLIMIT=${setting.value}, so the service exits at start.`
        : `GOMEMLIMIT=${setting.value} is above the memory limit of ${mebibytes(limit)}.`,
    expected: 'a number with B, KiB, MiB or GiB, at most the memory limit',
    actual: setting.value,
    hint:
      value === undefined
        ? 'Kubernetes writes 96Mi, Go writes 96MiB.'
        : 'Above the limit it has no effect: the kernel kills the container first.',
  };
}
