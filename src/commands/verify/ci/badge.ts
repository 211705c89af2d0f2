/** `--badge FILE`: the measured accuracy for shields.io (https://shields.io/badges/endpoint-badge). */
import { isProgram, type Result } from '../result.ts';

export type Badge = { schemaVersion: 1; label: string; message: string; color: string; isError?: true };

/** Right verdicts of all programs that were to be judged. Green only where every one was judged, and rightly at once. */
export function badgeOf(results: readonly Result[]): Badge {
  const programs = results.filter(isProgram);
  const count = (status: Result['status']) => programs.filter((one) => one.status === status).length;
  const [right, wrong, skipped] = [count('passed'), count('failed'), count('skipped')];
  const unsteady = programs.filter((one) => one.unsteady).length;
  const more = [skipped > 0 && `${skipped} not judged`, unsteady > 0 && `${unsteady} unsteady`].filter(Boolean);
  const message = [`${right} of ${programs.length} right`, ...more].join(', ');
  const color = wrong > 0 ? 'red' : more.length > 0 || right === 0 ? 'yellow' : 'brightgreen';
  return { schemaVersion: 1, label: 'verdicts', message, color, ...(wrong > 0 ? { isError: true as const } : {}) };
}
