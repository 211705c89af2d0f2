/** The words every room speaks: checks, verdicts, findings and the events of a run. All events survive JSON. */
import type { CheckContext } from './instruments.ts';

/** Something a check cannot work without; 'disk' also stands for other things the system runs out of. Lacking one is the machine's lack (`blocked`), never the learner's fault. */
export type Need = 'go' | 'cgo' | 'docker' | 'kubernetes' | 'posix-signals' | 'disk' | { port: number };

export type Level = 'required' | 'stretch';

export type Check = {
  /** kebab-case and stable: progress, grades and `rejected/` folders refer to it. */
  id: string;
  /** A sentence about the learner's program that reads rightly both as passed and as failed. */
  title: string;
  /** When it fails, what follows is skipped. */
  gate?: boolean;
  points?: number;
  /** stretch: shown and worth points, not needed to finish the stage. */
  level?: Level;
  needs?: Need[];
  /** Load or timing: nothing else runs beside it. */
  exclusive?: boolean;
  /** Milliseconds after which the check is cancelled; 60 000 where unset. */
  timeoutMs?: number;
  /** The heading of the lesson (exercises/<id>/README.md) that teaches this, for the second tier of hints. */
  lesson?: string;
  /** Only these other checks (ids) must have passed; where unset only gates count. */
  after?: string[];
  /** Returns = passed; throws `fail(finding)` = failed, `block(…)` = blocked, anything else = our fault. */
  run(context: CheckContext): Promise<void>;
};

/** What a number means: shown beside the lesson's claim. `beside`: numbers in the measure's own unit, drawn as bars below the learner's. */
export type MeasureInfo = { title: string; claim?: string; beside?: readonly { label: string; value: number }[] };

export type Stage = {
  title: string;
  /** One line for the list: what the learner builds. */
  about?: string;
  needs: Need[];
  checks: Check[];
  measures?: Record<string, MeasureInfo>;
  /** What a pass says: sentences made from the learner's own numbers (by measure name; absent when not measured). */
  learned?: (numbers: Readonly<Record<string, number>>) => string[];
};

export type Location = { file: string; line: number; column?: number };
export type EvidenceKind = 'http' | 'log' | 'goroutines' | 'race' | 'diff' | 'files' | 'events' | 'code';
export type Evidence = { kind: EvidenceKind; title: string; text: string; at?: Location };

export type Finding = {
  summary: string;
  expected?: string;
  actual?: string;
  hint?: string;
  evidence: Evidence[];
};

export type Verdict =
  | { status: 'passed'; ms: number; notes: string[] }
  | { status: 'failed'; ms: number; finding: Finding }
  | { status: 'blocked'; needs: Need; because: string }
  | { status: 'skipped'; after: string }
  | { status: 'errored'; ms: number; error: { message: string; stack?: string } };

export type Unit = 'ms' | 'bytes' | 'count';
export type Outcome = 'passed' | 'failed' | 'incomplete' | 'errored';
export type LogSource = 'build' | 'app' | 'docker' | 'kubernetes';
export type CheckInfo = { id: string; title: string; points: number; level: Level };

export type RunEvent =
  | { type: 'run:start'; schema: 1; stage: string; checks: CheckInfo[] }
  | { type: 'check:start'; id: string }
  | { type: 'check:log'; id: string; source: LogSource; line: string }
  | { type: 'check:end'; id: string; verdict: Verdict }
  | { type: 'measure'; name: string; value: number; unit: Unit }
  /** incomplete: nothing failed, something was blocked. `ms` is the wall time of the run. */
  | { type: 'run:end'; outcome: Outcome; ms: number };
