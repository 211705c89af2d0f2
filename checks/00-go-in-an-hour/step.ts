/** A step: a package of the learner's, called by a program of ours. */
import { type CallOutcome, type CheckContext, type Evidence, fail, type Goroutine, type Source } from '#kit';
import { notCompiled } from '../common/findings/compiles.ts';
import { ownPackages } from '../common/messages/own-imports.ts';
import { calls } from './calls.ts';
import { notReturned } from './findings/not-returned.ts';
import { notStarted } from './findings/not-started.ts';
import { otherNames } from './findings/other-names.ts';
import type { StepInfo } from './steps.ts';

export type Step = {
  /** What the call `name` returned; fails where it did not. `words`: 'Transfer(&ada, &bob, 200)'. */
  call<T>(name: string, args: readonly unknown[], words: string): Promise<T>;
  /** The same, as an outcome. */
  outcome(name: string, args: readonly unknown[]): Promise<CallOutcome>;
  /** What is still in the learner's code; fails where the program is gone. */
  goroutines(words: string): Promise<readonly Goroutine[]>;
  /** The step's files. */
  source: Source;
  /** What it printed, where it printed anything. */
  printed(): Evidence | undefined;
};

export async function openStep({ driver, source, files }: CheckContext, info: StepInfo): Promise<Step> {
  const own = source.in(new RegExp(`^${info.folder}/.*(?<!_test)\\.go$`));
  const start = await driver.start(calls, info.folder);
  if (start.kind === 'not-compiled')
    fail(notCompiled(start.build, start.evidence, ownPackages(files.list(), files.read('go.mod') ?? '')));
  if (start.kind === 'other-names') fail(otherNames(info, start.said, own));
  if (start.kind !== 'started') return fail(notStarted(info, start, own));
  const { program } = start;
  const printed = () => (program.log.lines.length > 0 ? program.log.evidence : undefined);
  const seen = { info, source: own, printed };
  return {
    source: own,
    printed,
    outcome: (name, args) => program.call(name, ...args),
    async call<T>(name: string, args: readonly unknown[], words: string) {
      const outcome = await program.call(name, ...args);
      if (outcome.kind !== 'returned') return fail(notReturned(words, outcome, seen));
      return outcome.value as T;
    },
    async goroutines(words) {
      const left = await program.goroutines();
      return 'kind' in left ? fail(notReturned(words, left, seen)) : left;
    },
  };
}
