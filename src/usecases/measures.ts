/** The learner's own numbers beside the lesson's claims. */
import type { MeasureInfo, Stage, Unit } from '../kit/index.ts';
import type { StageProgress } from '../workspace/progress.ts';

export type MeasureRow = MeasureInfo & {
  /** Stable, e.g. "startup". */
  name: string;
  value: number;
  unit: Unit;
};

/** Titles of measures that any stage can have without declaring them. */
const shared: Record<string, string> = { 'build-cold': 'build from an empty cache' };

/** In the order in which the stage declares its measures; undeclared ones come last. */
export function measuresOf(stage: Stage, progress: Pick<StageProgress, 'numbers'> | undefined): MeasureRow[] {
  const numbers = progress?.numbers ?? {};
  const declared = stage.measures ?? {};
  const names = new Set([...Object.keys(declared), ...Object.keys(numbers)]);
  return [...names].flatMap((name) => {
    const number = numbers[name];
    return number ? [{ name, title: shared[name] ?? name, ...declared[name], ...number }] : [];
  });
}
