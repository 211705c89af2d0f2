import { type CheckContext, check } from '#kit';
import { settingOf } from './environment.ts';
import { goMemoryLimit, mebibytes, quantity } from './quantities.ts';
import { failAt, type Parts, partsOf } from './service.ts';

const budget = {
  memory: { text: '32Mi', value: 32 * 2 ** 20 },
  cpu: { text: '50m', value: 0.05 },
  limit: { text: '128Mi', value: 128 * 2 ** 20 },
};

/** Requests and a memory limit within the lesson's budget, and a Go that knows of the limit. */
export const resources = check(
  'resources',
  'says what it uses: requests for memory and CPU, and a memory limit',
  { lesson: 'What it may use' },
  async (context) => {
    const parts = await partsOf(context);
    const limit = memoryLimit(parts, context);
    for (const kind of ['memory', 'cpu'] as const) request(kind, parts, context);
    goKnows(parts, limit, context);
    if (parts.container.get('resources', 'limits', 'cpu') !== undefined)
      context.note(
        'There is a CPU limit. A Go service that is throttled answers late; many teams set only the request.',
      );
  },
);

function request(kind: 'memory' | 'cpu', { container }: Parts, context: CheckContext): void {
  // Where a request is missing, Kubernetes takes the limit for it.
  const limit = container.get('resources', 'limits', kind);
  const given = container.get('resources', 'requests', kind) ?? limit;
  const value = quantity(given);
  const most = budget[kind];
  const above = limit !== undefined && value !== undefined && value > (quantity(limit) ?? Number.POSITIVE_INFINITY);
  if (value !== undefined && value > 0 && value <= most.value && !above) return;
  failAt(context, container.where('resources', 'requests', kind), {
    summary: above
      ? `The ${kind} request is above the limit, which Kubernetes refuses.`
      : value === undefined
        ? `The container asks for no ${kind === 'cpu' ? 'CPU' : 'memory'}.`
        : `The ${kind} request of ${given} is ${value > 0 ? 'more than the service needs' : 'no request at all'}.`,
    expected: `resources.requests.${kind} of at most ${most.text}`,
    actual: given === undefined ? 'nothing' : String(given),
    hint: 'The request is what the scheduler reserves on a node: too little crowds the node, too much leaves it empty. Your service needs 5–15 MB at rest.',
  });
}

function memoryLimit({ container }: Parts, context: CheckContext): number {
  const given = container.get('resources', 'limits', 'memory');
  const value = quantity(given);
  if (value !== undefined && value > 0 && value <= budget.limit.value) return value;
  return failAt(context, container.where('resources', 'limits', 'memory'), {
    summary:
      value === undefined
        ? 'The container has no memory limit.'
        : `The memory limit of ${given} is more than the lesson’s budget.`,
    expected: `resources.limits.memory of at most ${budget.limit.text}`,
    actual: given === undefined ? 'nothing' : String(given),
    hint: 'Without a limit one leak takes the whole node with it, and with it the pods of others.',
  });
}

function goKnows(parts: Parts, limit: number, context: CheckContext): void {
  const setting = settingOf('GOMEMLIMIT', parts);
  if (!setting) {
    context.note(
      'GOMEMLIMIT is not set. A little below the memory limit (in Go’s unit, e.g. 96MiB) it makes the collector work harder before the kernel kills the pod.',
    );
    return;
  }
  if (setting.value === undefined) return;
  const value = goMemoryLimit(setting.value);
  if (value !== undefined && (value <= limit || value === Number.POSITIVE_INFINITY)) return;
  failAt(context, setting.at, {
    summary:
      value === undefined
        ? `Go does not understand GOMEMLIMIT=${setting.value}, and stops at start.`
        : `GOMEMLIMIT=${setting.value} is above the memory limit of ${mebibytes(limit)}.`,
    expected: 'a number with B, KiB, MiB or GiB, at most the memory limit',
    actual: setting.value,
    hint:
      value === undefined
        ? 'Kubernetes writes 96Mi, Go writes 96MiB.'
        : 'Above the limit it has no effect: the kernel kills the container first.',
  });
}
