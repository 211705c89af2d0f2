/** `check`: grades one stage (or all of them); the exit code says how it went. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expectGradable } from '../usecases/gradable.ts';
import { stagesOf } from '../usecases/session.ts';
import { findTarget, type Target } from '../usecases/target.ts';
import { commandLine } from '../words/command-line.ts';
import { UsageError } from '../workspace/errors.ts';
import { worse } from './check/exit-code.ts';
import { type CheckOptions, checkOnce } from './check/once.ts';
import { type CliContext, exitCodes } from './context.ts';
import { jsonReporting } from './reporting/json.ts';
import { openReporters, together } from './reporting/open.ts';
import { isOfStage, ofStage, orPretty, reporterNames, specsOf } from './reporting/registry.ts';

export async function run(cli: CliContext, options: CheckOptions, stage?: string): Promise<number> {
  const targets = options.all ? allTargets(cli, options) : [findTarget(cli, options, stage)];
  for (const target of targets) expectGradable(target);
  if (options.watch) {
    const [target] = targets;
    if (options.json) throw new UsageError('--json is one document, and --watch has no end.', 'Try --reporter jsonl.');
    if (!target || options.all) throw new UsageError('--watch follows one stage.', 'Leave --all out.');
    const { watch } = await import('./check/watch.ts');
    return watch(cli, options, target);
  }
  const whole = await openWhole(cli, options, targets);
  let code: number = exitCodes.passed;
  try {
    for (const target of targets) {
      const own = await openReporters(specsOfStage(options, target), cli, [target]);
      code = worse(code, await checkOnce(cli, options, target, { ...own, emit: together([whole, own]).emit }));
      if (cli.signal.aborted) break;
    }
  } finally {
    await whole.end();
  }
  return cli.signal.aborted ? exitCodes.interrupted : code;
}

/** A report holds all stages of the command, unless its file's name has {stage}: then there is one a stage. */
const specsOfStage = ({ reporter = [] }: CheckOptions, { entry }: Target) =>
  reporter.filter(isOfStage).map((spec) => ofStage(spec, entry.id));

async function openWhole(cli: CliContext, { reporter = [], json }: CheckOptions, targets: readonly Target[]) {
  specsOf(reporter, reporterNames, json);
  const wanted = json ? reporter : orPretty(reporter);
  const reporting = await openReporters(
    wanted.filter((spec) => !isOfStage(spec)),
    cli,
    targets,
  );
  return json ? together([reporting, jsonReporting(cli)]) : reporting;
}

/** Every stage that is ready and has a folder; with --path, the folder's sub-folders named like stages. */
function allTargets(cli: CliContext, options: CheckOptions): Target[] {
  const stages = stagesOf(cli, options).filter((entry) => entry.checker);
  const base = options.path === undefined ? undefined : resolve(cli.cwd, options.path);
  const targets = stages.map((entry) =>
    base === undefined ? findTarget(cli, options, entry.id) : { entry, folder: join(base, entry.id) },
  );
  for (const { folder } of targets) cli.ownFolders.add(folder);
  const there = targets.filter((target) => existsSync(target.folder));
  if (there.length === 0)
    throw new UsageError('No stage has been started yet.', `Run "${commandLine('start')}" to get the starters.`);
  return there;
}
