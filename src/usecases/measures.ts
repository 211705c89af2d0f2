/** The learner's own numbers beside the lesson's claims. */
import { amount, type MeasureInfo, type Stage, type Unit } from '../kit/index.ts';
import type { StageProgress } from '../workspace/progress.ts';

export type MeasureRow = MeasureInfo & {
  /** Stable, e.g. "startup". */
  name: string;
  value: number;
  unit: Unit;
  /** What it is a part of. */
  of?: number;
};

/** Titles of measures that any stage can have without declaring them. */
const shared: Record<string, string> = { 'build-cold': 'build from an empty cache' };

/** In the order in which the stage declares its measures; undeclared ones come last. */
export function measuresOf(stage: Stage, progress: Pick<StageProgress, 'numbers'> | undefined): MeasureRow[] {
  const numbers = progress?.numbers ?? {};
  const declared = stage.measures ?? {};
  const names = new Set([...Object.keys(declared), ...Object.keys(numbers)]);
  const wholes = new Set(Object.values(declared).map(({ outOf }) => outOf));
  return [...names].flatMap((name) => {
    const number = numbers[name];
    if (!number || wholes.has(name)) return [];
    const { outOf, ...info } = declared[name] ?? { title: shared[name] ?? name };
    const of = outOf === undefined ? undefined : numbers[outOf]?.value;
    return [{ name, ...info, ...number, ...(of === undefined ? {} : { of }) }];
  });
}

/** "7 ms", "0 of 3,561" */
export const measured = ({ value, unit, of }: MeasureRow): string =>
  of === undefined ? amount(value, unit) : `${amount(value, unit)} of ${amount(of, unit)}`;
