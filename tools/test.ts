/**
 * `npm test`: types, style, the tests, and of each stage starter, solution, accepted programs and one rejected program a
 * check. It says beforehand what it does and how long that takes, and stops at once when a foundation is broken.
 *
 *   npm test                             everything above, with a Docker engine and a Kubernetes node of its own
 *   npm test -- --quick                  what needs neither, for the inner loop
 *   npm test -- test/imports.test.ts     some of the tests only; all arguments go to vitest
 *
 * Exit code 1 when anything failed. The rest of the programs is judged by `npm run verify -- --rest`.
 */
import path from 'node:path';
import { leftovers, newSince } from './test/leftovers.ts';
import { runnerIn } from './test/run.ts';
import { estimate, plan, type Step, wanted } from './test/steps.ts';
import { line, nothing, oneFailed, oneSkipped, sum, type Tally } from './test/tally.ts';
import { bringUp, leftOnEngine } from './test/testbed.ts';
import { keepTimes, readTimes } from './test/times.ts';

const root = path.join(import.meta.dirname, '..');
/** What needs no cluster. */
const stagesHere = ['01', '02', '03', '04', '05'];
const args = process.argv.slice(2);
const quick = args.length === 1 && args[0] === '--quick';
const runner = runnerIn(root);

if (args.length > 0 && !quick) await someTests();
else await allSteps();

async function someTests(): Promise<void> {
  const tally = await runner.vitest(args);
  console.log(line(tally));
  process.exitCode = tally.failed > 0 ? 1 : 0;
}

async function allSteps(): Promise<void> {
  const chosen = wanted({ quick });
  const times = readTimes(root);
  console.log(plan(chosen, times));
  const before = leftovers();
  const testbed = quick ? undefined : bringUp(root);
  const taken: Record<string, number> = { ...times };
  const tallies: Tally[] = [];
  let broken: Step | undefined;
  for (const [index, step] of chosen.entries()) {
    const left = chosen.slice(index);
    console.log(`\n── ${step.name} (${index + 1} of ${chosen.length}; ${estimate(left, times)} left) ──`);
    const begun = performance.now();
    const tally = await take(step);
    taken[step.name] = Math.round((performance.now() - begun) / 1000);
    tallies.push(tally);
    if (!step.foundation || tally.failed === 0) continue;
    broken = step;
    break;
  }
  keepTimes(root, taken);
  conclude();

  async function take(step: Step): Promise<Tally> {
    const environment = step.needs ? await testbed?.[step.needs]() : process.env;
    return environment ? perform(step, environment) : oneSkipped;
  }

  async function perform({ name }: Step, environment: NodeJS.ProcessEnv): Promise<Tally> {
    switch (name) {
      case 'types':
        return runner.tool('typescript/bin/tsc', ['--noEmit']);
      case 'imports':
        return runner.vitest(['--project=unit', 'test/imports.test.ts']);
      case 'style':
        return runner.tool('@biomejs/biome/bin/biome', ['check']);
      case 'unused':
        return runner.tool('knip/bin/knip.js', []);
      case 'unit':
        return runner.vitest(['--project=unit', '--exclude=test/imports.test.ts'], environment);
      case 'engine':
      case 'cluster':
        return runner.vitest([`--project=${name}`], environment);
      case 'programs':
        return runner.program(['verify', ...stagesHere, '--sample'], environment);
      case 'cluster programs':
        return runner.program(['verify', '06', '--sample'], environment);
      case 'nothing left':
        return nothingLeft((await testbed?.engine()) ?? process.env, (await testbed?.cluster()) ?? process.env);
    }
  }

  function nothingLeft(engine: NodeJS.ProcessEnv, cluster: NodeJS.ProcessEnv): Tally {
    const onEngine = quick ? [] : leftOnEngine(engine).map((one) => `on the Docker engine: ${one}`);
    const left = [...onEngine, ...newSince(before, cluster)];
    if (left.length === 0) return nothing;
    console.error(`left behind:\n  ${left.join('\n  ')}`);
    return oneFailed;
  }

  function conclude(): void {
    const total = sum(tallies);
    const word = (tally: Tally) => (tally.failed > 0 ? 'FAILED' : tally.skipped > 0 ? 'skipped some' : 'ok');
    console.log(`\n${tallies.map((tally, index) => `${chosen[index]?.name}: ${word(tally)}`).join(' · ')}`);
    if (broken) console.log(`Stopped at ${broken.name}: nothing behind it means anything until that is mended.`);
    console.log(line(total));
    process.exitCode = total.failed > 0 ? 1 : 0;
  }
}
