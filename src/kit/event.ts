/** The events of a run. They survive JSON and are a public format (`--reporter jsonl`, schema 1). */
import type { Progress } from './progress.ts';
import type { Verdict } from './verdict.ts';

export type Level = 'required' | 'stretch';
export type Unit = 'ms' | 'bytes' | 'count';
/** incomplete: nothing failed, something was blocked. errored: our bug. */
export type Outcome = 'passed' | 'failed' | 'incomplete' | 'errored';
export type LogSource = 'build' | 'app' | 'docker' | 'kubernetes';
/** `lesson`: the heading of the lesson's section that teaches it. */
export type CheckInfo = { id: string; title: string; points: number; level: Level; lesson?: string };

export type RunEvent =
  | { type: 'run:start'; schema: 1; stage: string; checks: CheckInfo[] }
  | { type: 'check:start'; id: string }
  | { type: 'check:log'; id: string; source: LogSource; line: string }
  | { type: 'check:progress'; id: string; progress: Progress }
  | { type: 'check:end'; id: string; verdict: Verdict }
  | { type: 'measure'; name: string; value: number; unit: Unit }
  /** `ms` is the wall time of the run. */
  | { type: 'run:end'; outcome: Outcome; ms: number };
