/** How a run is counted, the same on every screen: as the list of stages does, by the required checks. */
import type { RunState } from '../../engine/reduce.ts';

export type Counts = { passed: number; of: number; words: string; stretch: string };

export function countsOf(run: RunState): Counts {
  const [passed, of] = counted(run, 'required');
  const [more, ofMore] = counted(run, 'stretch');
  return {
    passed,
    of,
    words: `${passed} of ${of} checks`,
    stretch: ofMore > 0 ? `, ${more} of ${ofMore} stretch` : '',
  };
}

function counted({ checks }: RunState, level: RunState['checks'][number]['level']): [passed: number, of: number] {
  const these = checks.filter((check) => check.level === level);
  return [these.filter((check) => check.state === 'passed').length, these.length];
}
