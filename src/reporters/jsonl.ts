import type { RunEvent } from '../kit/index.ts';

/** One event a line, as it is (https://jsonlines.org). The schema is stable; `run:start` names its number. */
export function jsonl(): (event: RunEvent) => string {
  return (event) => `${JSON.stringify(event)}\n`;
}
