/** `--solutions N`: a reference answer is judged several times, and gets the same verdicts every time. */
import { UsageError } from '../../../workspace/errors.ts';
import type { Case } from '../cases.ts';
import type { Result } from '../result.ts';

export function runsOf(text: string | undefined): number {
  if (text === undefined) return 1;
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 1 && runs <= 100) return runs;
  throw new UsageError(`--solutions is a number from 1 to 100, not "${text}".`);
}

/** Each solution `runs` times in a row: solution, solution#2, solution#3. */
export function repeated(cases: readonly Case[], runs: number): Case[] {
  return cases.flatMap((one) =>
    Array.from({ length: one.kind === 'solution' ? runs : 1 }, (_, n) =>
      n === 0 ? one : { ...one, name: `${one.name}#${n + 1}` },
    ),
  );
}

export const isSolution = ({ name }: Result): boolean => /^solution(#\d+)?$/.test(name);

/** Whether all runs of a stage's solution said the same; nothing about a stage whose solution was judged once. */
export function steadiness(stage: string, graded: readonly Result[]): Result[] {
  const runs = graded.filter((one) => one.stage === stage && isSolution(one)).toSorted((a, b) => runOf(a) - runOf(b));
  const [first, ...others] = runs;
  if (!first || others.length === 0) return [];
  const details = others.flatMap((other) => differences(first, other));
  const skipped = runs.find(({ status }) => status === 'skipped');
  const status = details.length > 0 ? 'failed' : skipped ? 'skipped' : 'passed';
  const because = details.length > 0 || !skipped ? details : skipped.details;
  return [{ stage, name: 'steadiness', status, details: because, ms: 0 }];
}

const runOf = ({ name }: Result) => Number(name.split('#')[1] ?? 1);

function differences(first: Result, other: Result): string[] {
  const [before, now] = [statesOf(first), statesOf(other)];
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((check) => before.get(check) !== now.get(check))
    .map(
      (check) =>
        `${check}: ${before.get(check) ?? 'no verdict'} in run 1, ${now.get(check) ?? 'no verdict'} in run ${runOf(other)}`,
    );
}

const statesOf = ({ verdicts = [] }: Result) => new Map(verdicts.map(({ check, verdict }) => [check, verdict.status]));
