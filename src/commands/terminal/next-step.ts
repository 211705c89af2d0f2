import { neededRows, type Overview } from '../../usecases/overview.ts';
import { commandLine } from '../../words/command-line.ts';

/** The next step in a sentence or two, with the command to type. `show` formats a path; `dir`: the folder that was asked for. */
export function nextStep({ rows, current, workshop }: Overview, show: (path: string) => string, dir?: string): string {
  if (!workshop)
    return `Next: "${commandLine(dir ? `start --dir ${dir}` : 'start')}" creates the workshop folder and copies the starters into it.`;
  if (!current) return 'No stage can be checked yet.';
  const { id, state, folder, about } = current;
  if (state === 'passed') {
    const which = neededRows(rows).every((row) => row.state === 'passed')
      ? 'All stages are'
      : 'Every stage that is ready is';
    return `${which} passed. "${commandLine('report')}" shows your own numbers.`;
  }
  if (!folder) return `Next: "${commandLine(`start ${id}`)}" copies its starter.`;
  const offer = current.optional ? `${about}\n` : '';
  if (state === 'new')
    return `${offer}Next: read ${show(`${folder}/README.md`)}, then run "${commandLine(`check ${id}`)}".`;
  return `Next: "${commandLine(`check ${id}`)}" grades ${show(folder)}; "${commandLine('hint')}" helps.`;
}
