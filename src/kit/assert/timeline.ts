/**
 * Who did what when, as the checker saw it: the evidence for what waited for what.
 *
 * ```ts
 * const events = timeline('What happened, in order (profile and orders are the upstreams we play)');
 * events.tell('client', 'GET /api/dashboard/7');
 * events.tell('profile', 'answers 200');
 * const signalled = events.zero();        // times before it are negative from now on
 * events.tell('client', describe(reply));
 * fail({ …, evidence: [events.evidence] });
 * events.restart();                       // a new scene: what came before explains nothing any more
 * ```
 */
import type { Evidence } from '../verdict.ts';

export type Timeline = {
  tell(who: string, what: string): void;
  /** Forgets everything, and counts from here. */
  restart(): void;
  /** Counts from here and keeps what was told. Returns the moment, as of performance.now(). */
  zero(): number;
  readonly evidence: Evidence;
};

export type TimelineOptions = {
  /** Printed above the first line, e.g. the settings the program was started with. */
  heading?: string;
  /** Milliseconds; performance.now where unset. */
  now?: () => number;
};

type Entry = { at: number; who: string; what: string };

export function timeline(title: string, { heading, now = () => performance.now() }: TimelineOptions = {}): Timeline {
  let entries: Entry[] = [];
  let begun = now();
  const zero = () => {
    begun = now();
    return begun;
  };
  return {
    tell: (who, what) => void entries.push({ at: now(), who, what }),
    restart() {
      entries = [];
      zero();
    },
    zero,
    get evidence(): Evidence {
      const told = draw(entries, begun);
      return { kind: 'events', title, text: [...(heading ? [heading] : []), ...told].join('\n') };
    },
  };
}

/** How a scene begins and how it ends say most; the middle of a long one is left out. */
const first = 30;
const last = 10;

function draw(entries: readonly Entry[], begun: number): string[] {
  const width = Math.max(0, ...entries.map(({ who }) => who.length));
  const lines = entries.map(({ at, who, what }) => `${clock(at - begun)}  ${who.padEnd(width)}  ${what}`);
  if (lines.length <= first + last) return lines;
  return [...lines.slice(0, first), `… ${lines.length - first - last} more`, ...lines.slice(-last)];
}

/** '  +0.104 s' or '  -1.250 s', as wide as it gets within a check. */
function clock(ms: number): string {
  const seconds = `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(3)}`;
  return `${seconds.padStart(8)} s`;
}
