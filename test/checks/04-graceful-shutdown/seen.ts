/** What a check has seen, made up: a source of these lines, a program that printed those. */
import { type Evidence, type Reply, sourceOf } from '#kit';
import type { Seen } from '../../../checks/04-graceful-shutdown/findings/seen.ts';

export function seenOf({ source = [], printed = [] }: { source?: string[]; printed?: string[] } = {}): Seen {
  const text = source.join('\n');
  return {
    story: evidence('the story'),
    log: {
      lines: printed.map((line, at) => ({ stream: 'stderr', text: line, at })),
      evidence: evidence('the log'),
    },
    source: sourceOf({
      list: () => ['main.go'],
      read: () => text,
    }),
  };
}

export const evidence = (text: string): Evidence => ({ kind: 'events', title: text, text });

export function replyOf(facts: Partial<Reply>): Reply {
  return {
    outcome: 'answered',
    status: 200,
    headers: {},
    header: () => '',
    body: '',
    truncated: false,
    json: undefined,
    ms: 1,
    reused: false,
    evidence: evidence('the exchange'),
    ...facts,
  };
}

/** The line that an excerpt marks. */
export const marked = (excerpt: Evidence | undefined): string | undefined =>
  excerpt?.text
    .split('\n')
    .find((line) => line.startsWith('>'))
    ?.replace(/^>\s+\d+\s+/, '');
