import type { RunEvent } from '../kit/index.ts';

/** One event per line, as it is (https://jsonlines.org). The schema is stable; `run:start` carries its number. */
export function jsonl(): (event: RunEvent) => string {
  return (event) => `${JSON.stringify(event)}\n`;
}
