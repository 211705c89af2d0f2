/** `--changed REV`: the stages whose verdicts could have changed since a revision, by git's list of files. */
import type { StageEntry } from '../../course/course.ts';
import { LaunchError } from '../../harness/process/launch.ts';
import { runTool } from '../../harness/process/run-tool.ts';
import type { Env } from '../../workspace/app-dirs.ts';
import { UsageError } from '../../workspace/errors.ts';

/** What every verdict depends on. */
const shared = /^(src\/(kit|harness|engine)\/|checks\/common\/|package(-lock)?\.json$)/;
const perStage = ['exercises', 'solutions', 'checks', 'test/submissions'];

/** Uncommitted work counts, new files too. `root`: the checkout. */
export async function changedStages(
  stages: readonly StageEntry[],
  { root, revision, env, signal }: { root: string; revision: string; env: Env; signal: AbortSignal },
): Promise<StageEntry[]> {
  const git = (...args: string[]) => gitLines(args, root, env, signal);
  // A revision that begins with a hyphen would be taken for an option.
  if (revision.startsWith('-'))
    throw new UsageError(`"${revision}" is no revision.`, 'Try --changed HEAD, or a branch.');
  const files = [
    ...(await git('diff', '--name-only', '--relative', revision, '--')),
    ...(await git('ls-files', '--others', '--exclude-standard')),
  ];
  return stages.filter((stage) => files.some((file) => shared.test(file) || concerns(file, stage.id)));
}

const concerns = (file: string, id: string) =>
  perStage.some((folder) => file.startsWith(`${folder}/${id}/`) || file === `${folder}/${id}.ts`);

async function gitLines(args: string[], cwd: string, env: Env, signal: AbortSignal): Promise<string[]> {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  try {
    const label = { name: 'GO_CLOUD_WORKSHOP_RUN', value: `git-${process.pid}` };
    const result = await runTool({ command: 'git', args, cwd, env: Object.fromEntries(kept), label, signal });
    if (result.code !== 0)
      throw new UsageError(
        `git ${args[0]} says: ${result.output.trim().split('\n')[0]}`,
        'Name a revision that is here, e.g. --changed HEAD.',
      );
    return result.output.split('\n').filter(Boolean);
  } catch (error) {
    if (error instanceof LaunchError)
      throw new UsageError('--changed needs git, and there is none on the PATH.', 'Install git, or name the stages.');
    throw error;
  }
}
