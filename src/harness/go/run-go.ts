/** Runs the go command for a run: with the machine's toolchain, a clean environment and a token. A fault of the machine blocks the check. */
import { block, type Found, orBlock, type Work } from '../../kit/index.ts';
import { lackInOutput, lackOfKilled } from '../machine/tool-output.ts';
import type { ToolScope } from '../process/run-tool.ts';
import { goCommand, type RunGo } from './command.ts';
import { cleanGoEnvironment, type Toolchain } from './toolchain.ts';

type GoRunner = {
  toolchain(): Promise<Found<Toolchain>>;
  scope: ToolScope;
  work: Work;
  /** At low priority: whatever is observed meanwhile comes first. */
  nice?: boolean;
  /** A folder of the run's: the go command leaves its work folder behind when it is killed. */
  temp: string;
};

export function runGoWith({ toolchain, scope, work, nice, temp }: GoRunner): RunGo {
  return async (args, cwd, { env, alone } = {}) => {
    const clean = cleanGoEnvironment(scope, orBlock(await toolchain()));
    const build = () => goCommand(args, cwd, { ...clean, GOTMPDIR: temp, ...env }, { ...scope, nice });
    const result = await work(build, { alone });
    if (!result) throw new Error('the go command is gone');
    if (result.timedOut) throw new Error(`go ${args[0]} did not end within 15 minutes`);
    const lack = result.code === 0 ? undefined : (lackInOutput(result.output) ?? lackOfKilled(result.signal));
    return lack ? block(lack) : result;
  };
}
