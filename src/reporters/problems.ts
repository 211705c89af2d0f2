/** A line a finding, as compilers print it, for editors' problem lists; a line before and after a run, for those that watch. */
import { locationOf, type RunEvent } from '../kit/index.ts';
import { oneLine } from './finding-text.ts';
import type { About } from './suites.ts';

/**
 * `FILE:LINE:COLUMN: SEVERITY: MESSAGE [CHECK]`, severity error, warning (a stretch check) or info (blocked, or our bug). What has no
 * place is told at the first line of the folder's go.mod: an editor's list needs one.
 */
export function problems({ pathOf }: Pick<About, 'pathOf'>): (event: RunEvent) => string {
  let stage = '';
  const stretch = new Set<string>();
  const line = (file: string, at: string, severity: string, message: string, id: string) =>
    `${pathOf(stage, file)}:${at}: ${severity}: ${oneLine(message)} [${id}]\n`;
  return (event) => {
    switch (event.type) {
      case 'run:start':
        stage = event.stage;
        for (const { id, level } of event.checks) if (level === 'stretch') stretch.add(id);
        return `checking ${stage}\n`;
      case 'run:end':
        return `checked ${stage}: ${event.outcome}\n`;
      case 'check:end': {
        const { id, verdict } = event;
        if (verdict.status === 'blocked') return line('go.mod', '1:1', 'info', `blocked: ${verdict.because}`, id);
        if (verdict.status === 'errored')
          return line('go.mod', '1:1', 'info', `no verdict, a bug in the workshop: ${verdict.error.message}`, id);
        if (verdict.status !== 'failed') return '';
        const at = locationOf(verdict.finding) ?? { file: 'go.mod', line: 1 };
        const severity = stretch.has(id) ? 'warning' : 'error';
        return line(at.file, `${at.line}:${at.column ?? 1}`, severity, verdict.finding.summary, id);
      }
      default:
        return '';
    }
  };
}
