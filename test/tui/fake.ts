/** Fake services for the UI: a test decides what stages, lessons and runs are. */
import type { RunState } from '../../src/engine/reduce.ts';
import type { CheckInfo, RunEvent, Verdict } from '../../src/kit/index.ts';
import type {
  DoctorRow,
  FileChange,
  FilePosition,
  RunOptions,
  RunResult,
  StageRow,
  TrialOptions,
  TrialStarted,
  TuiServices,
  UiMemory,
} from '../../src/tui/services.ts';
import type { Hint } from '../../src/usecases/hints/hints.ts';

export const http = '01-http-server';
export const fetching = '02-parallel-fetch';

export const row = (id: string, title: string, more: Partial<StageRow> = {}): StageRow => ({
  id,
  title,
  about: `About ${title}.`,
  state: 'new',
  optional: false,
  passed: 0,
  required: 3,
  hints: 0,
  points: 0,
  maxPoints: 30,
  ...more,
});

export const checks: CheckInfo[] = [
  { id: 'compiles', title: 'compiles with go build', points: 10, level: 'required' },
  { id: 'health', title: 'answers GET /health with {"status":"ok"}', points: 10, level: 'required' },
  { id: 'lists', title: 'lists every user once', points: 10, level: 'required' },
];

export const failure: Verdict = {
  status: 'failed',
  ms: 12,
  finding: {
    summary: 'GET /health answers with text, not with JSON.',
    expected: 'Content-Type application/json',
    actual: 'Content-Type text/plain',
    hint: 'Set the header before the first write.',
    evidence: [
      {
        kind: 'http',
        title: 'GET /health',
        text: '> GET /health HTTP/1.1\n\n< HTTP/1.1 200 OK\n< Content-Type: text/plain\n\nok  \n',
      },
      {
        kind: 'code',
        title: 'main.go',
        text: '    11  func health() {\n    12  \tx := 1\n>   13  \tfmt.Fprintln(w, "ok")\n    14  }\n',
        at: { file: 'main.go', line: 13 },
      },
    ],
  },
};

export const passed: Verdict = { status: 'passed', ms: 3, notes: [] };

/** The events of a whole run with these verdicts, in the order of `checks`. */
export function eventsOf(stage: string, verdicts: Record<string, Verdict>): RunEvent[] {
  const ends = checks.map(({ id }): RunEvent[] => [
    { type: 'check:start', id },
    { type: 'check:end', id, verdict: verdicts[id] ?? passed },
  ]);
  const failed = Object.values(verdicts).some((verdict) => verdict.status === 'failed');
  return [
    { type: 'run:start', schema: 1, stage, checks },
    ...ends.flat(),
    { type: 'measure', name: 'startup', value: 7, unit: 'ms' },
    { type: 'run:end', outcome: failed ? 'failed' : 'passed', ms: 1234 },
  ];
}

/** One call of `run`, held until the test lets it go on. */
export type HeldRun = {
  stage: string;
  only?: string;
  signal: AbortSignal;
  emit(...events: RunEvent[]): void;
  end(result: RunResult): void;
  /** The whole run at once, with these verdicts; the other checks pass. */
  finish(verdicts?: Record<string, Verdict>): void;
};

/** One call of `tryOut`, held until the test lets it go on. */
export type HeldTrial = {
  stage: string;
  signal: AbortSignal;
  stops: number;
  print(line: string): void;
  runs(): void;
  fails(problem: string): void;
  ends(how: string): void;
};

export class World implements TuiServices {
  readonly version = '1.2.3';
  readonly suggestedFolder = './go-cloud-workshop';
  notices: string[] = [];
  rows = [
    row(http, 'HTTP server'),
    row(fetching, 'Parallel fetch'),
    row('03-middleware', 'Middleware', { state: 'in-preparation', required: 0 }),
  ];
  runs: HeldRun[] = [];
  edits: FilePosition[] = [];
  crashes: Error[] = [];
  memory: UiMemory = {};
  folderIs: string | undefined = '/home/ada/go-cloud-workshop';
  problem: string | undefined;
  last: RunState | undefined;
  lessonText = '# HTTP server\n\nWhy Go for a small service.\n\n```go\nfunc main() { println("hi") } // go\n```\n';
  mapText: string | undefined =
    '# From there to here\n\n## Values\n\n| Java | Go |\n| --- | --- |\n| `int x` | `x := 1` |\n';
  changed = ['main.go', 'store.go'];
  undone: FileChange | undefined;
  replaced: string[] = [];
  watched: string | undefined;
  onSave: ((files: readonly string[]) => void) | undefined;
  onRun: () => void = () => {};

  folder = () => this.folderIs;
  stages = async () => this.rows;
  lesson = async () => this.lessonText;
  map = async () => this.mapText;
  lastRun = async () => this.last;
  learned = async () => ['Your server was ready after 7 ms.'];
  report = async () => [
    {
      name: 'startup',
      title: 'From start to the first answer',
      value: 7,
      unit: 'ms' as const,
      claim: 'ready in 50–100 ms',
    },
  ];
  solution = async () => [{ path: 'main.go', yours: 'a\nb \nc\n', solution: 'a\nb\nc\n' }];
  recall = () => this.memory;

  async chooseFolder(path: string) {
    if (this.problem !== undefined) return { problem: this.problem };
    this.folderIs = path;
    return { folder: path };
  }
  async open(stage: string) {
    return { folder: `/home/ada/go-cloud-workshop/${stage}`, mainFile: 'main.go' };
  }
  run(stage: string, { only, onEvent, signal }: RunOptions) {
    return new Promise<RunResult>((resolve) => {
      const emit = (...events: RunEvent[]) => events.forEach(onEvent);
      const finish = (verdicts: Record<string, Verdict> = {}) => {
        const events = eventsOf(stage, verdicts);
        emit(...events);
        const last = events.at(-1);
        resolve({ outcome: last?.type === 'run:end' ? last.outcome : 'passed' });
      };
      this.runs.push({ stage, only, signal, emit, end: resolve, finish });
      this.onRun();
    });
  }
  trials: HeldTrial[] = [];
  tryOut(stage: string, { onLine, signal }: TrialOptions) {
    return new Promise<TrialStarted | { problem: string }>((resolve, reject) => {
      const end = Promise.withResolvers<string>();
      const gone = Promise.withResolvers<void>();
      const trial: HeldTrial = {
        stage,
        signal,
        stops: 0,
        print: onLine,
        runs: () =>
          resolve({
            url: 'http://127.0.0.1:41234',
            requests: [
              { says: 'is it there?', curl: 'curl -i http://127.0.0.1:41234/health' },
              {
                says: 'a new user',
                curl: `curl -i -H 'Content-Type: application/json' -d '{"name":"Ada"}' http://127.0.0.1:41234/api/users`,
              },
            ],
            ended: end.promise,
            stop: () => {
              trial.stops += 1;
            },
            gone: gone.promise,
          }),
        fails: (problem) => resolve({ problem }),
        ends: (how) => {
          end.resolve(how);
          gone.resolve();
        },
      };
      signal.addEventListener('abort', () => {
        reject(new Error('aborted'));
        gone.resolve();
      });
      this.trials.push(trial);
      this.onRun();
    });
  }
  resettable = async (stage: string): Promise<FileChange> => ({ what: 'reset', stage, files: this.changed });
  undoable = async () => this.undone;
  async reset(stage: string) {
    this.replaced.push(`reset ${stage}`);
    return this.problem === undefined ? { said: 'It is the fresh starter again.' } : { problem: this.problem };
  }
  async undo() {
    this.replaced.push('undo');
    return { said: 'As before: main.go.' };
  }
  async hint(_stage: string, check: string, tier: 1 | 2 | 3): Promise<Hint | undefined> {
    return tier === 2 ? undefined : { tier, title: `Hint ${tier}`, markdown: `About **${check}**, tier ${tier}.` };
  }
  async *doctor(): AsyncGenerator<DoctorRow> {
    yield { name: 'Go', state: 'found', detail: 'go1.26', neededFor: 'every stage' };
    yield {
      name: 'Docker engine',
      state: 'stopped',
      what: 'It is installed, but nothing answers.',
      fix: 'Start Docker.',
      neededFor: 'stage 05',
    };
  }
  async edit(at: FilePosition) {
    this.edits.push(at);
    return { editor: 'vim' };
  }
  async watch(stage: string, onChange: (files: readonly string[]) => void, signal: AbortSignal) {
    this.watched = stage;
    this.onSave = onChange;
    signal.addEventListener('abort', () => {
      this.onSave = undefined;
    });
    return { how: 'events' as const };
  }
  remember(memory: UiMemory) {
    this.memory = memory;
  }
  crashed(error: Error) {
    this.crashes.push(error);
    return '/home/ada/crash.txt';
  }
}
