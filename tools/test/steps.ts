/** The steps of `npm test`. */

export type StepName =
  | 'types'
  | 'imports'
  | 'style'
  | 'unused'
  | 'unit'
  | 'hostile'
  | 'engine'
  | 'programs'
  | 'cluster'
  | 'cluster programs'
  | 'nothing left';

export type Step = {
  name: StepName;
  what: string;
  /** Seconds on two quiet cores, for the estimate before a first run has been timed. */
  usually: number;
  /** When it fails, the later steps mean nothing. */
  foundation?: true;
  /** Not for the inner loop. */
  slow?: true;
  /** Starts beside the earlier steps; this one waits for it. */
  needs?: 'engine' | 'cluster';
};

const steps: readonly Step[] = [
  { name: 'types', what: 'TypeScript', usually: 5, foundation: true },
  { name: 'imports', what: 'who may import whom', usually: 5, foundation: true },
  { name: 'style', what: 'Biome', usually: 3 },
  { name: 'unused', what: 'files, exports and packages that nothing uses', usually: 10 },
  { name: 'unit', what: 'tests of the code and the terminal UI', usually: 110 },
  {
    name: 'hostile',
    what: 'programs that hang, flood, fork and lie; machines that lack things',
    usually: 90,
    slow: true,
  },
  { name: 'engine', what: 'tests on a Docker engine', usually: 60, needs: 'engine' },
  { name: 'programs', what: 'stages without a cluster: are programs judged rightly?', usually: 300, needs: 'engine' },
  { name: 'cluster', what: 'tests on a Kubernetes node', usually: 60, needs: 'cluster' },
  {
    name: 'cluster programs',
    what: 'stages with a cluster: are programs judged rightly?',
    usually: 240,
    needs: 'cluster',
  },
  { name: 'nothing left', what: 'behind: processes, containers, namespaces, folders', usually: 1 },
];

/** `quick`: only what needs neither an engine nor a cluster, and is not slow. */
export const wanted = ({ quick }: { quick: boolean }): readonly Step[] =>
  quick ? steps.filter(({ needs, slow }) => needs === undefined && !slow) : steps;

/** Seconds each step took last time, by name. */
export type Times = Readonly<Record<string, number>>;

const secondsOf = (step: Step, times: Times): number => times[step.name] ?? step.usually;

export function estimate(left: readonly Step[], times: Times): string {
  const minutes = Math.ceil(left.reduce((sum, step) => sum + secondsOf(step, times), 0) / 60);
  return minutes <= 1 ? 'about a minute' : `about ${minutes} minutes`;
}

export function plan(chosen: readonly Step[], times: Times): string {
  const lines = chosen.map((step) => `  ${step.name.padEnd(17)} ${step.what}`);
  return `${lines.join('\n')}\n  ${estimate(chosen, times)} in all${Object.keys(times).length > 0 ? ', by the last run' : ' on two cores; a first run also builds what it needs'}\n`;
}
