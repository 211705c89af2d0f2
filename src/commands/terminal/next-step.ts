import type { Overview } from '../../usecases/overview.ts';

/** The next step in a sentence or two, with the command to type. `show` formats a path. */
export function nextStep({ rows, current, workshop }: Overview, show: (path: string) => string): string {
  if (!workshop) return 'Next: "go-cloud-workshop start" creates the workshop folder and copies the starters into it.';
  if (!current) return 'No stage can be checked yet.';
  const { id, state, folder } = current;
  if (state === 'passed') {
    const which = rows.every((row) => row.state === 'passed') ? 'All stages are' : 'Every stage that is ready is';
    return `${which} passed. "go-cloud-workshop report" shows your own numbers.`;
  }
  if (!folder) return `Next: "go-cloud-workshop start ${id}" copies its starter.`;
  if (state === 'new') return `Next: read ${show(`${folder}/README.md`)}, then run "go-cloud-workshop check ${id}".`;
  return `Next: "go-cloud-workshop check ${id}" grades ${show(folder)}; "go-cloud-workshop hint" helps.`;
}
