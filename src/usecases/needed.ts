/** Stages that a course is finished without: a way in, for those who begin. */
import type { StageRow } from './overview.ts';

/** Those that make the course; all of them where each is optional. */
export function neededRows<Row extends { optional: boolean }>(rows: readonly Row[]): readonly Row[] {
  const needed = rows.filter((row) => !row.optional);
  return needed.length > 0 ? needed : rows;
}

/** Those to go on with: the optional ones too as long as no other was begun, be it by copying that one alone. */
export function offeredRows(rows: readonly StageRow[]): readonly StageRow[] {
  const needed = neededRows(rows);
  const begun = needed.some(({ state }) => state === 'started' || state === 'passed');
  const anyThere = rows.some(({ folder }) => folder !== undefined);
  return begun ? needed : rows.filter((row) => !row.optional || row.folder !== undefined || !anyThere);
}
