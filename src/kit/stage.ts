/** What a course author declares: a stage and its checks. */
import type { Level } from './event.ts';
import type { CheckContext } from './instruments/context.ts';
import type { Files } from './instruments/files.ts';
import type { ProgramFault } from './program-fault.ts';
import type { Finding, Need } from './verdict.ts';

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
  /** Nothing else of this run goes on beside it: it changes what other checks look at. */
  exclusive?: boolean;
  /** Milliseconds after which the check is cancelled; 60 000 where unset. */
  timeoutMs?: number;
  /** The heading of the lesson (exercises/<id>/README.md) that teaches this, for the second tier of hints. */
  lesson?: string;
  /** Only these other checks (ids) must have passed; where unset only gates count. */
  after?: string[];
  /** Returns = passed; throws `fail(finding)` = failed, `block(lack)` = blocked, anything else = our fault. */
  run(context: CheckContext): Promise<void>;
};

/** What a number means. */
export type MeasureInfo = {
  title: string;
  /** The measure that this one is a part of, e.g. requests sent beside requests lost: one line, "0 of 3,561". */
  outOf?: string;
  /** What the lesson says of it, in words. */
  claim?: string;
  /** The claim's numbers in the measure's own unit, drawn as bars below the learner's; of a range `value` is the far end. */
  beside?: readonly { label: string; value: number; least?: number }[];
};

/** What a stage needs of a cluster. The harness has no names of its own: it applies, watches and tests what is named here. */
export type ClusterSpec = {
  /** metadata.name of the Deployment that is rolled out; its pods are the learner's. */
  deployment: string;
  /** The image's reference as the manifests must name it, e.g. 'course/notes:v1'. The harness builds it and loads it into the cluster. */
  image: string;
  /** Port the program listens on in its container. */
  port: number;
  /** TCP services the program depends on, which the checker plays inside the namespace and can take away: Service name and port. */
  fakes?: readonly { service: string; port: number }[];
  /** Environment variables the checker sets in the applied copy: name → path. Each is the URL of an HTTP server of the checker's that answers 200. */
  upstreams?: Readonly<Record<string, string>>;
  /** Slug of the stage whose module holds the program of the image: the learner's own image once that stage is passed, else its solution's program. Unset: the graded folder. */
  imageFrom?: string;
};

/** `says`: what it is about, in a few words. `body` is sent as JSON. */
export type TrialRequest = {
  says: string;
  path: string;
  method?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
};

/** How a learner tries the program by hand. PORT is set by the one who starts it. */
export type Trial = {
  /** Further settings. */
  env?: Readonly<Record<string, string>>;
  /** Settings that hold the URL of a server, which the workshop plays: what it answers for a path, as JSON. */
  upstreams?: Readonly<Record<string, (path: string) => unknown>>;
  requests: readonly TrialRequest[];
};

export type Stage = {
  title: string;
  /** One line for the list: what the learner builds. */
  about?: string;
  needs: Need[];
  checks: Check[];
  cluster?: ClusterSpec;
  /** Unset where the stage has no program to start. */
  trial?: Trial;
  /** The finding for a program that can't be checked at all, in this course's words; the bare facts where unset. */
  explainFault?: (fault: ProgramFault, files: Files) => Finding;
  measures?: Record<string, MeasureInfo>;
  /** What a pass says: sentences made from the learner's own numbers (by measure name; absent when not measured). */
  learned?: (numbers: Readonly<Record<string, number>>) => string[];
};

type Options = Omit<Check, 'id' | 'title' | 'run'>;
type Run = (context: CheckContext) => Promise<void>;

/** `check(id, title, run)` or `check(id, title, options, run)`. */
export function check(id: string, title: string, run: Run): Check;
export function check(id: string, title: string, options: Options, run: Run): Check;
export function check(id: string, title: string, second: Options | Run, third?: Run): Check {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) throw new Error(`a check's id is kebab-case, not "${id}"`);
  if (typeof second === 'function') return { id, title, run: second };
  if (!third) throw new Error(`check ${id} has nothing to run`);
  return { id, title, ...second, run: third };
}

export function stage(definition: Stage): Stage {
  const ids = definition.checks.map((one) => one.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new Error(`two checks are named ${twice}`);
  return definition;
}
