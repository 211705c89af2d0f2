import { type Check, type CheckContext, check, eventually, failIf, type Goroutine, type Server } from '#kit';
import { leakFinding } from './findings/no-leak.ts';
import { isOwn } from './waiting.ts';

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
      { timeoutMs: 300_000 },
      async (context) => {
        await buildProbe(context);
        const { env, warmUp, rounds } = await prepare(context);
        const server = await context.app.start({ build: 'probe', env });
        await warmUp(server);
        const known = new Set((await server.probe.goroutines()).map((one) => one.id));
        for (const { after, run } of rounds) {
          await run(server);
          failIf(leakFinding(after, await leftOver(server, known), context.source));
        }
      },
    ),
    ...options,
  };
}

async function buildProbe({ go, log }: CheckContext): Promise<void> {
  log('build', 'go build with the probe (the very first time this compiles the standard library: up to a minute)');
  const build = await go.build('probe');
  // The plain build has succeeded, so this failure is ours.
  if (!build.ok) throw new Error(`the probe build failed: ${build.output}`);
}

const patienceMs = 10_000;
/** A program may have goroutines that come and go all the time (a ticker's): younger than this they do not count. */
const youngMs = 1_000;

/** What stays: named by the leak profile, or still there once the patience is used up. */
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
      // Those about to end need a moment; the profile costs a garbage collection, so it is asked only now and then.
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
