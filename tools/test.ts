/**
 * `npm test`: types, style, unused code, the tests, and of each stage starter, solution, accepted programs and one rejected
 * program per check. It prints its plan with an estimate first, and stops at once when a foundation is broken.
 *
 *   npm test                             everything above, with a Docker engine and a Kubernetes node of its own
 *   npm test -- --quick                  what needs neither, for the inner loop
 *   npm test -- test/imports.test.ts     some of the tests only; all arguments go to vitest
 *
 * Exit code 1 when anything failed. `npm run verify -- --rest` judges the remaining programs.
 */
import path from 'node:path';
import { performer } from './test/perform.ts';
import { runnerIn } from './test/run.ts';
import { estimate, plan, type Step, wanted } from './test/steps.ts';
import { line, sum, type Tally } from './test/tally.ts';
import { keepTimes, readTimes } from './test/times.ts';

const root = path.join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const quick = args.length === 1 && args[0] === '--quick';

type Result = { step: Step; tally: Tally };

const tally = args.length > 0 && !quick ? await runnerIn(root).vitest(args) : conclude(await allSteps());
console.log(line(tally));
process.exitCode = tally.failed > 0 ? 1 : 0;

/** The results of all steps, or of those up to a broken foundation. */
async function allSteps(): Promise<Result[]> {
  const chosen = wanted({ quick });
  const times = readTimes(root);
  console.log(plan(chosen, times));
  const perform = performer(root, { quick });
  const results: Result[] = [];
  const taken: Record<string, number> = { ...times };
  for (const [index, step] of chosen.entries()) {
    const left = estimate(chosen.slice(index), times);
    console.log(`\n── ${step.name} (${index + 1} of ${chosen.length}; ${left} left) ──`);
    const begun = performance.now();
    const result = { step, tally: await perform(step) };
    taken[step.name] = Math.round((performance.now() - begun) / 1000);
    results.push(result);
    if (isBroken(result)) break;
  }
  keepTimes(root, taken);
  return results;
}

function isBroken({ step, tally }: Result): boolean {
  return step.foundation === true && tally.failed > 0;
}

function conclude(results: readonly Result[]): Tally {
  const word = ({ failed, skipped }: Tally) => (failed > 0 ? 'FAILED' : skipped > 0 ? 'skipped some' : 'ok');
  console.log(`\n${results.map(({ step, tally }) => `${step.name}: ${word(tally)}`).join(' · ')}`);
  const broken = results.find(isBroken);
  if (broken) console.log(`Stopped at ${broken.step.name}: fix that first, the later steps depend on it.`);
  return sum(results.map(({ tally }) => tally));
}
