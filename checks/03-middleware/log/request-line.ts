/** A request's log line, as the contract describes it. */
import type { Printed } from './printed.ts';

export const lineKeys = ['method', 'path', 'status', 'duration_ms', 'request_id'] as const;

/** A line about a whole request says how it ended and how long it took; "request started" and panic lines don't. */
export const isRequestLine = ({ object }: Printed): boolean => 'status' in object && 'duration_ms' in object;

export const isComplete = ({ object }: Printed): boolean => lineKeys.every((key) => key in object);

/** A path is logged as r.URL.Path has it or as it was sent. */
export function samePath(logged: unknown, sent: string): boolean {
  if (typeof logged !== 'string') return false;
  return logged === sent || logged === decodeURIComponent(sent);
}

/** The status of a line, whatever its JSON type: whether it is a number is judged by logs-requests alone. */
export function statusOf({ object }: Printed): number | undefined {
  const status = Number(object.status);
  return Number.isInteger(status) ? status : undefined;
}
