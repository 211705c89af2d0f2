/** A learner's own numbers beside the lesson's claims. */
import type { Stage, Unit } from '../kit/index.ts';
import type { StageProgress } from '../workspace/progress.ts';

export type MeasureRow = {
  name: string;
  title: string;
  value: number;
  unit: Unit;
  claim?: string;
  beside?: readonly { label: string; value: number }[];
};

/** Measures that any stage can have without naming them. */
const shared: Record<string, string> = { 'build-cold': 'build from an empty cache' };

/** In the order in which the stage names its measures; what it does not name comes last. */
export function rowsOf(stage: Stage, progress: Pick<StageProgress, 'numbers'> | undefined): MeasureRow[] {
  const numbers = progress?.numbers ?? {};
  const named = Object.keys(stage.measures ?? {});
  const order = [
    ...named.filter((name) => name in numbers),
    ...Object.keys(numbers).filter((name) => !named.includes(name)),
  ];
  return order.flatMap((name) => {
    const number = numbers[name];
    const info = stage.measures?.[name];
    if (!number) return [];
    const { claim, beside } = info ?? {};
    return [
      {
        name,
        title: info?.title ?? shared[name] ?? name,
        ...number,
        ...(claim ? { claim } : {}),
        ...(beside ? { beside } : {}),
      },
    ];
  });
}
