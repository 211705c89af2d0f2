/** What happened, line by line, with the time since the signal: the learner reads the drain as it really was. */
import type { Evidence } from '#kit';

export type Story = {
  add(what: string): void;
  /** From here on time counts; milliseconds as of performance.now(). */
  begin(): number;
  readonly evidence: Evidence;
};

export function openStory(settings: Record<string, string>): Story {
  const lines: { at: number; what: string }[] = [];
  let zero: number | undefined;
  return {
    add: (what) => void lines.push({ at: performance.now(), what }),
    begin: () => {
      zero = performance.now();
      return zero;
    },
    get evidence(): Evidence {
      const begun = zero ?? lines[0]?.at ?? 0;
      const environment = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
      const told = lines.map(({ at, what }) => `${clock(at - begun)}  ${what}`);
      return {
        kind: 'events',
        title: 'What happened, in seconds since the signal',
        text: [environment.join(' '), ...told].join('\n'),
      };
    },
  };
}

/** '+0.104' or '-1.250', as wide as it gets within a check. */
function clock(ms: number): string {
  const sign = ms < 0 ? '-' : '+';
  return `${sign}${(Math.abs(ms) / 1000).toFixed(3)}`.padStart(8);
}
