/** What may be wrong with a request's line that was found. */
import type { Printed } from './printed.ts';
import { lineKeys } from './request-line.ts';

export type LineFault =
  | { fault: 'prefix'; before: string }
  | { fault: 'lacks-keys'; keys: string[] }
  | { fault: 'not-a-number'; key: string; value: unknown }
  | { fault: 'id-not-text'; value: unknown }
  | { fault: 'method'; value: unknown; method: string }
  | { fault: 'status'; value: unknown; status: number };

/** The first fault of a line about a request with this method, whose client got this status. */
export const lineFault = (line: Printed, sent: { method: string; status: number }): LineFault | undefined =>
  shapeFault(line) ?? valueFault(line, sent);

function shapeFault({ object, before }: Printed): LineFault | undefined {
  if (before !== '') return { fault: 'prefix', before };
  const keys = lineKeys.filter((key) => !(key in object));
  if (keys.length > 0) return { fault: 'lacks-keys', keys };
  for (const key of ['status', 'duration_ms'])
    if (typeof object[key] !== 'number') return { fault: 'not-a-number', key, value: object[key] };
  if (typeof object.request_id !== 'string') return { fault: 'id-not-text', value: object.request_id };
  return undefined;
}

function valueFault(
  { object }: Printed,
  { method, status }: { method: string; status: number },
): LineFault | undefined {
  if (object.method !== method) return { fault: 'method', value: object.method, method };
  if (object.status !== status) return { fault: 'status', value: object.status, status };
  return undefined;
}
