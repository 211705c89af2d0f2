import {
  type Check,
  type CheckContext,
  check,
  type Evidence,
  type Files,
  type Finding,
  fail,
  type RaceReport,
  type Server,
  type StartOptions,
} from '#kit';

/** Starts the -race build; the reports of every server started this way are read when the exercise is over. */
export type StartRace = (options?: Omit<StartOptions, 'build'>) => Promise<Server>;

/**
 * The -race build reports nothing while `exercise` puts the program under parallel load. The exercise judges nothing
 * else: what else goes wrong there is another check's business.
 */
export function noRace(
  exercise: (context: CheckContext, start: StartRace) => Promise<void>,
  options: Partial<Check> = {},
): Check {
  return {
    ...check(
      'no-race',
      'has no data race under parallel requests',
      { needs: ['cgo'], exclusive: true, timeoutMs: 300_000 },
      async (context) => {
        await buildRace(context);
        const servers: Server[] = [];
        await exercise(context, async (start) => {
          const server = await context.app.start({ ...start, build: 'race' });
          servers.push(server);
          return server;
        });
        for (const server of servers) failOnRaces(await server.races(), context.files);
      },
    ),
    ...options,
  };
}

/** The first build with -race compiles the standard library once: said, so that nobody thinks that it hangs. */
export async function buildRace({ go, log }: Pick<CheckContext, 'go' | 'log'>): Promise<void> {
  log('build', 'go build -race (the very first time this compiles the standard library: up to a minute)');
  const build = await go.build('race');
  if (build.ok) return;
  fail({
    summary: 'The program compiles, but not with -race.',
    expected: 'go build -race succeeds',
    actual: build.diagnostics[0]?.message ?? 'it failed',
    hint: 'Run go build -race . yourself. Build constraints in a file (//go:build !race) are one cause.',
    evidence: [go.evidence('go build -race', build.diagnostics, build.output)],
  });
}

export function failOnRaces(reports: RaceReport[], files: Files): void {
  const [first] = reports;
  if (first) fail(raceFinding(first, reports.length, files));
}

function raceFinding(report: RaceReport, count: number, files: Files): Finding {
  const { first, second } = report;
  const more = count > 1 ? ` (the first of ${count} reports)` : '';
  return {
    summary: `Two goroutines use the same variable at the same time, and nothing orders them: ${place(first)}, ${place(second)}${more}.`,
    expected: 'the race detector reports nothing',
    actual: count === 1 ? 'one data race' : `${count} data races`,
    hint: 'Every request runs in a goroutine of its own, and so does whatever you start with go. What they share needs a lock that readers and writers both hold (sync.Mutex: Lock, defer Unlock), or one goroutine that owns it.',
    evidence: [...accesses(first, second, files), reportEvidence(report, files)],
  };
}

type Access = RaceReport['first'];

function place({ operation, at, function: name }: Access): string {
  const where = at ? `${at.file}:${at.line}` : (name ?? 'a place outside your files');
  return `a ${operation} at ${where}`;
}

/** The learner's lines; one place that both accesses share is shown once. */
function accesses(first: Access, second: Access, files: Files): Evidence[] {
  const same = first.at?.file === second.at?.file && first.at?.line === second.at?.line;
  const shown: [Access, string][] = same
    ? [[first, 'both accesses']]
    : [
        [first, `the ${first.operation}`],
        [second, `the ${second.operation}`],
      ];
  return shown.flatMap(([{ at }, title]) =>
    at && files.read(at.file) !== undefined ? [files.excerpt(at, title)] : [],
  );
}

function reportEvidence({ text, first }: RaceReport, { root }: Files): Evidence {
  const title = 'report of the race detector (your lines only)';
  return { kind: 'race', title, text: ownLines(text, root), ...(first.at ? { at: first.at } : {}) };
}

/** A frame is two lines, function and place; those of the standard library only push the learner's off the screen. */
function ownLines(text: string, root: string): string {
  const lines = text.split('\n');
  const isPlace = (line: string | undefined) => /^\s+\/?.+:\d+( \+0x[0-9a-f]+)?$/.test(line ?? '');
  const isOwn = (line: string | undefined) => line?.includes(`${root}/`) ?? false;
  const kept = lines.filter((line, index) =>
    isPlace(line) ? isOwn(line) : !isPlace(lines[index + 1]) || isOwn(lines[index + 1]),
  );
  return kept
    .join('\n')
    .replaceAll(`${root}/`, '')
    .replace(/\n{3,}/g, '\n\n');
}
