/** Events → the text of a terminal or a log file. Every state is a word; colour only repeats it. */
import { firstProblem, initialRun, type RunState, reduce, tally } from '../engine/reduce.ts';
import {
  amount,
  duration,
  type Progress,
  plural,
  progressWords,
  type RunEvent,
  subjectOf,
  type Verdict,
} from '../kit/index.ts';
import { findingText } from './finding-text.ts';
import { plain, type Style } from './style.ts';

export type PrettyOptions = {
  style?: Style;
  /** Show what programs and tools print while they run. */
  verbose?: boolean;
};

export function pretty({ style = plain, verbose = false }: PrettyOptions = {}): (event: RunEvent) => string {
  let state: RunState = initialRun;
  const told = new Map<string, string>();
  return (event) => {
    state = reduce(state, event);
    switch (event.type) {
      case 'run:start':
        return `${style.bold(event.stage)}\n\n`;
      case 'check:log':
        return verbose ? style.dim(`      ${event.source}: ${event.line}\n`) : '';
      case 'check:progress':
        return progressLine(event.progress, told, style);
      case 'check:end':
        if (event.verdict.status === 'skipped') return '';
        return checkLine(state, event.id, event.verdict, style);
      case 'run:end':
        return ending(state, style);
      default:
        return '';
    }
  };
}

/** A log keeps every line: how many pods are ready, and what is away. Requests change all the time; the verdict counts them. */
function progressLine(progress: Progress, told: Map<string, string>, style: Style): string {
  if (progress.kind === 'requests') return '';
  const news = progress.kind === 'pods' ? `${progress.ready} of ${progress.wanted}` : String(progress.up);
  if (told.get(subjectOf(progress)) === news) return '';
  told.set(subjectOf(progress), news);
  return style.dim(`           ${progressWords(progress).join(': ')}\n`);
}

const words: Record<Verdict['status'], (style: Style) => string> = {
  passed: (style) => style.green('passed '),
  failed: (style) => style.red('FAILED '),
  blocked: (style) => style.yellow('blocked'),
  skipped: (style) => style.dim('skipped'),
  errored: (style) => style.magenta('ERRORED'),
};

function checkLine(state: RunState, id: string, verdict: Verdict, style: Style): string {
  const check = state.checks.find((one) => one.id === id);
  const stretch = check?.level === 'stretch' ? style.dim(' (stretch)') : '';
  const time = 'ms' in verdict ? style.dim(` ${duration(verdict.ms)}`) : '';
  return `  ${words[verdict.status](style)}  ${check?.title ?? id}${stretch}${time}\n${indent(details(id, verdict, style), 11)}`;
}

function details(id: string, verdict: Verdict, style: Style): string {
  switch (verdict.status) {
    case 'failed':
      return `${findingText(verdict.finding, { heading: style.cyan, strong: style.bold })}${style.dim(`check: ${id}`)}\n`;
    case 'blocked':
      return `${verdict.because}\n`;
    case 'errored':
      return `The workshop itself made a mistake here, not your program: ${verdict.error.message}\n`;
    case 'skipped':
      return '';
    case 'passed':
      return verdict.notes.map((note) => style.dim(`note: ${note}\n`)).join('');
  }
}

function ending(state: RunState, style: Style): string {
  const counts = tally(state);
  const parts = [`${counts.passed} passed`, `${counts.failed} failed`];
  for (const word of ['blocked', 'skipped', 'errored'] as const)
    if (counts[word]) parts.push(`${counts[word]} ${word}`);
  const points = `${counts.points} of ${counts.pointsOf} points`;
  return [
    skippedLines(state, style),
    measuredLine(state, style),
    `\n${style.bold(verdictWord(state))}: ${parts.join(', ')} (${points}) in ${duration(state.ms ?? 0)}\n`,
    whatNext(state),
  ].join('');
}

function measuredLine({ measures }: RunState, style: Style): string {
  const numbers = Object.entries(measures).map(([name, { value, unit }]) => `${name} ${amount(value, unit)}`);
  return numbers.length > 0 ? `\n${style.dim(`measured: ${numbers.join(', ')}`)}` : '';
}

/** One line per gate, not per check: what was not tried teaches nothing yet. */
function skippedLines(state: RunState, style: Style): string {
  const behind = new Map<string, string[]>();
  for (const check of state.checks) {
    if (check.verdict?.status !== 'skipped') continue;
    behind.set(check.verdict.after, [...(behind.get(check.verdict.after) ?? []), check.id]);
  }
  return [...behind]
    .map(([after, ids]) => {
      const skipped = `${plural(ids.length, 'check')}, because ${after} did not pass`;
      return `  ${words.skipped(style)}  ${skipped}: ${style.dim(ids.join(', '))}\n`;
    })
    .join('');
}

function verdictWord(state: RunState): string {
  return { passed: 'PASSED', failed: 'NOT YET', incomplete: 'INCOMPLETE', errored: 'OUR MISTAKE' }[
    state.outcome ?? 'incomplete'
  ];
}

function whatNext(state: RunState): string {
  const first = firstProblem(state);
  if (state.outcome !== 'failed' || !first) return '';
  return `First to look at: ${first.title} (${first.id})\n`;
}

function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}
