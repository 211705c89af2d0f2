import {
  type Check,
  type CheckContext,
  check,
  type Evidence,
  eventually,
  type Files,
  fail,
  type Goroutine,
  type Location,
  type Server,
} from '#kit';
import { isOwn, ownPlace, waitingOf } from './waiting.ts';

/** What the program is put through before its goroutines are counted. */
export type LeakScenario = {
  env?: Record<string, string | undefined>;
  /**
   * An ordinary request. Throws a finding when it is not answered as it should be, so that a program that does nothing
   * does not pass. Goroutines that exist afterwards are the program's own business (workers, pools).
   */
  warmUp(server: Server): Promise<void>;
  /** `after`: 'requests whose client left'. `run` ends when each request is answered or abandoned. */
  rounds: { after: string; run(server: Server): Promise<void> }[];
};

/**
 * No goroutine of the learner's is left once its requests are over. Judged by dumps of the probe build, awaited until no
 * frame of the learner's files is left; the goroutineleak profile, where the toolchain has it, makes waiting unnecessary.
 */
export function noLeak(prepare: (context: CheckContext) => Promise<LeakScenario>, options: Partial<Check> = {}): Check {
  return {
    ...check(
      'no-leak',
      'leaves no goroutine behind when requests fail, hang or are abandoned',
      { exclusive: true, timeoutMs: 300_000 },
      async (context) => {
        await buildProbe(context);
        const { env, warmUp, rounds } = await prepare(context);
        const server = await context.app.start({ build: 'probe', env });
        await warmUp(server);
        const known = new Set((await server.probe.goroutines()).map((one) => one.id));
        for (const { after, run } of rounds) {
          await run(server);
          const left = await leftOver(server, known);
          if (left.length > 0) reportLeak(after, left, context.files);
        }
      },
    ),
    ...options,
  };
}

async function buildProbe({ go, log }: CheckContext): Promise<void> {
  log('build', 'go build with the probe (the very first time this compiles the standard library: up to a minute)');
  const build = await go.build('probe');
  // The plain build has succeeded, so this one fails for a reason of ours.
  if (!build.ok) throw new Error(`the probe build failed: ${build.output}`);
}

const patienceMs = 10_000;
/** A program may have goroutines that come and go all the time (a ticker's): younger than this they count as passing by. */
const youngMs = 1_000;

/** What is there to stay: named by the leak profile, or still there after all patience. */
async function leftOver(server: Server, known: Set<number>): Promise<Goroutine[]> {
  const firstSeen = new Map<number, number>();
  const begun = performance.now();
  let left: Goroutine[] = [];
  let looks = 0;
  await eventually(
    patienceMs,
    async () => {
      left = (await server.probe.goroutines()).filter((one) => !known.has(one.id) && isOwn(one));
      const now = performance.now();
      for (const { id } of left) if (!firstSeen.has(id)) firstSeen.set(id, now);
      if (now - begun > 2 * youngMs) left = left.filter((one) => now - (firstSeen.get(one.id) ?? now) > youngMs);
      if (left.length === 0) return true;
      // Those that are on their way out need a moment; the profile costs a collection, so it is asked now and then.
      looks += 1;
      if (looks % 20 !== 0) return undefined;
      const lost = new Set((await server.probe.leaked())?.map((one) => one.id));
      if (!left.some((one) => lost.has(one.id))) return undefined;
      left = left.filter((one) => lost.has(one.id));
      return true;
    },
    25,
  );
  return left;
}

function reportLeak(after: string, left: Goroutine[], files: Files): never {
  const groups = grouped(left);
  const [largest] = groups;
  const example = largest?.[0] as Goroutine;
  const waiting = waitingOf(example);
  const at = ownPlace(example) as Location;
  fail({
    summary: `After ${after}, ${counted(left.length)} at ${at.file}:${at.line} ${waiting.forWhat}, and ${waiting.why}.`,
    expected: 'once every request is over, no goroutine of your code is left beyond those that were there before',
    actual: groups.map((group) => describeGroup(group)).join('\n'),
    hint: waiting.hint,
    evidence: [files.excerpt(at, 'where it waits'), createdAt(example, at, files), ...groups.slice(0, 3).map(dump)],
  });
}

const counted = (n: number) => (n === 1 ? 'one goroutine is left: it waits' : `${n} goroutines are left. They wait`);

/** By place and state, the most frequent first. */
function grouped(left: Goroutine[]): Goroutine[][] {
  const groups = Map.groupBy(left, (one) => `${where(ownPlace(one))} ${waitingOf(one).forWhat}`);
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

const where = (at: Location | undefined) => (at ? `${at.file}:${at.line}` : '');

function describeGroup(group: Goroutine[]): string {
  const one = group[0] as Goroutine;
  const created = one.createdBy?.own ? `, created at ${where(one.createdBy.at)}` : '';
  return `${group.length} × ${where(ownPlace(one))} waiting ${waitingOf(one).forWhat}${created}`;
}

function createdAt(one: Goroutine, waits: Location, files: Files): Evidence | undefined {
  const at = one.createdBy?.own ? one.createdBy.at : undefined;
  return at && where(at) !== where(waits) ? files.excerpt(at, 'where it was created') : undefined;
}

const dump = (group: Goroutine[]): Evidence => ({
  kind: 'goroutines',
  title: group.length === 1 ? 'the goroutine' : `one of ${group.length} goroutines like this`,
  text: (group[0] as Goroutine).text,
  at: ownPlace(group[0] as Goroutine),
});
