/** The only place that starts the go command. */
import { onPath } from '../process/on-path.ts';
import { type ToolResult, type ToolScope, tryTool } from '../process/run-tool.ts';

/** `env` is added to the clean environment. `alone`: nothing else is built meanwhile, for a number that is shown. */
export type GoRunOptions = { env?: Record<string, string>; alone?: boolean };

/** Runs `go` in `cwd`, once a core is free for it. */
export type RunGo = (args: string[], cwd: string, options?: GoRunOptions) => Promise<ToolResult>;

type GoScope = ToolScope & { /** At low priority. */ nice?: boolean; onLine?: (line: string) => void };

/** Runs `go` with exactly this environment; undefined when there is none. */
export async function goCommand(
  args: string[],
  cwd: string,
  env: Record<string, string>,
  { label, signal, onLine, nice = false }: GoScope,
): Promise<ToolResult | undefined> {
  const go = onPath('go', env);
  if (!go) return undefined;
  const [command, ...rest] = nice && process.platform !== 'win32' ? ['nice', '-n', '15', go, ...args] : [go, ...args];
  return tryTool({ command: command as string, args: rest, cwd, env, label, signal, onLine, timeoutMs: 900_000 });
}
