/** `complete -- WORDS`: what the shells' scripts ask. Never says anything else: it would land in the line that is being typed. */
import { loadStage, type StageEntry } from '../../course/course.ts';
import { stagesOf } from '../../usecases/session.ts';
import { findTarget } from '../../usecases/target.ts';
import { stageNamed } from '../../workspace/stages.ts';
import { globals } from '../argv/globals.ts';
import type { Verb } from '../argv/verb.ts';
import { type CliContext, exitCodes, type Options } from '../context.ts';
import { reporterNames } from '../reporting/registry.ts';
import { verifyReporterNames } from '../verify/reporting.ts';
import { type Candidate, complete, type Known } from './candidates.ts';
import { scripts } from './scripts.ts';

/** `verbs`: those to choose from. They are given, as this is one of them. */
export const completing = (verbs: readonly Verb[]) => ({
  run: (cli: CliContext, options: CompleteOptions, words: string[]) => run(verbs, cli, options, words),
});

type CompleteOptions = Options & { blank?: boolean };

async function run(
  verbs: readonly Verb[],
  cli: CliContext,
  options: CompleteOptions,
  words: string[],
): Promise<number> {
  const line = options.blank ? [...words, ''] : words;
  const quiet = { ...cli, notify: () => {}, err: () => {} };
  try {
    const { values, paths } = await complete(line, knownTo(verbs, quiet, { ...options, ...selectionIn(line) }));
    for (const { value, about } of values) cli.out(about ? `${value}\t${about}\n` : `${value}\n`);
    if (paths) cli.out(`:${paths}\n`);
  } catch {
    // A folder without a course, a stage that does not exist: nothing to offer.
  }
  return exitCodes.passed;
}

/** The line that is being typed says which course and which folder it is about. */
function selectionIn(words: readonly string[]): Options {
  const valueAfter = (flag: string) => {
    const at = words.lastIndexOf(flag, words.length - 3);
    return at === -1 ? undefined : words[at + 1];
  };
  const [dir, workshop] = [valueAfter('--dir'), valueAfter('--workshop')];
  return { ...(dir === undefined ? {} : { dir }), ...(workshop === undefined ? {} : { workshop }) };
}

function knownTo(verbs: readonly Verb[], cli: CliContext, selection: Options): Known {
  const stages = () => stagesOf(cli, selection).filter(({ checker }) => checker);
  return {
    verbs,
    globals,
    shells: Object.keys(scripts),
    stages: () =>
      Promise.all(stages().map(async (entry) => ({ value: entry.id, about: (await loadStage(entry)).title }))),
    checks: async (stage) => (await Promise.all(meant(cli, selection, stages(), stage).map(checksOf))).flat(),
    reporters: (verb) => (verb === 'verify' ? verifyReporterNames : reporterNames),
  };
}

const checksOf = async (entry: StageEntry): Promise<Candidate[]> =>
  (await loadStage(entry)).checks.map(({ id, title }) => ({ value: id, about: title }));

function meant(cli: CliContext, selection: Options, all: StageEntry[], stage: string | undefined): StageEntry[] {
  if (stage !== undefined) return [stageNamed(all, stage)];
  try {
    return [findTarget(cli, selection, undefined).entry];
  } catch {
    return all;
  }
}
