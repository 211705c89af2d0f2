/** The files that a `verify` leaves besides its reports: the table of verdicts, the badge, the times. */
import { onDisk } from '../../../workspace/errors.ts';
import type { CliContext } from '../../context.ts';
import { writeReport } from '../../reporting/write.ts';
import type { VerifyOptions } from '../options.ts';
import type { Result } from '../result.ts';
import { badgeOf } from './badge.ts';
import type { Plan } from './plan.ts';
import { drawTable } from './table.ts';
import { keepTimes, readTimes, timesFile } from './times.ts';

/** Throws at once for what can't be written: a run of many minutes must not end in "no such folder". */
export function openFiles(
  cli: CliContext,
  { table, badge, recordTimes }: VerifyOptions,
  { stages, all }: Plan,
  submissions: string,
): { write(results: readonly Result[]): void } {
  for (const file of [table, badge]) if (file !== undefined) writeReport(cli, { file }, '');
  const times = timesFile(submissions);
  if (recordTimes) onDisk(times, () => readTimes(times));
  const columns = stages.map(({ entry, loaded }) => ({ stage: entry.id, checks: loaded.checks.map(({ id }) => id) }));
  return {
    write(results) {
      if (table !== undefined) writeReport(cli, { file: table }, drawTable(table, columns, results));
      if (badge !== undefined) writeReport(cli, { file: badge }, `${JSON.stringify(badgeOf(results))}\n`);
      if (recordTimes) keepTimes(times, results, all);
    },
  };
}
