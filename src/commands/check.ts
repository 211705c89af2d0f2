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
import { openReporters, type Reporting } from './reporting/open.ts';
import { reporterNames, specsOf } from './reporting/registry.ts';

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
  const { reportingFor, end } = await openAll(cli, options, targets);
  let code: number = exitCodes.passed;
  for (const target of targets) {
    code = worse(code, await checkOnce(cli, options, target, await reportingFor(target)));
    if (cli.signal.aborted) break;
  }
  await end();
  return cli.signal.aborted ? exitCodes.interrupted : code;
}

/** A report holds all stages of the command, unless its file's name has {stage}: then there is one a stage. */
async function openAll(cli: CliContext, { reporter = [], json }: CheckOptions, targets: readonly Target[]) {
  specsOf(reporter, reporterNames, json);
  const apart = (spec: string) => spec.includes('{stage}');
  const ofStage = (target: Target) => reporter.filter(apart).map((spec) => spec.replaceAll('{stage}', target.entry.id));
  const together = reporter.filter((spec) => !apart(spec));
  const document = json ? jsonReporting(cli) : silent;
  const isSilent = (json || reporter.length > 0) && together.length === 0;
  const whole = isSilent ? silent : await openReporters(together, cli, targets);
  return {
    end: async () => {
      await whole.end();
      await document.end();
    },
    reportingFor: async (target: Target): Promise<Reporting> => {
      const specs = ofStage(target);
      const own = specs.length > 0 ? await openReporters(specs, cli, [target]) : silent;
      return {
        emit: (event) => {
          whole.emit(event);
          document.emit(event);
          own.emit(event);
        },
        end: () => own.end(),
      };
    },
  };
}

const silent: Reporting = { emit: () => {}, end: async () => {} };

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
