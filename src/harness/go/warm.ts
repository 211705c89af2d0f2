/**
 * Compiles the standard library for the flag sets of the checks while the learner reads, so that no first check is a
 * minute of silence. Low priority, and it ends when its signal aborts; what it has compiled so far stays in Go's cache.
 */
import { writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { BuildMode } from '../../kit/index.ts';
import type { ToolScope } from '../process/run-tool.ts';
import { openScratch, runLabel } from '../run/scratch.ts';
import { goCommand } from './command.ts';
import { modeEnvironment } from './environment.ts';
import { probeOverlay } from './probe/source.ts';
import { cleanGoEnvironment, findToolchain, lacksCompiler, type Toolchain } from './toolchain.ts';

/** What the probe imports, and what takes the time in any service; their own imports are compiled with them. */
const always = ['bufio', 'bytes', 'fmt', 'net', 'net/http', 'os', 'runtime', 'runtime/pprof', 'strings'];

/** The packages that take the time; one more small package makes no difference. */
const large = ['net/http', 'encoding/json', 'log/slog'];

const modes = ['plain', 'race', 'probe'] as const;

type FlagSet = { mode: BuildMode; args: string[]; env: Record<string, string> };
type Scope = Omit<ToolScope, 'label'>;

function flagSets(toolchain: Toolchain, environment: NodeJS.ProcessEnv): FlagSet[] {
  const probe = probeOverlay('warm', '.', toolchain.minor, () => false);
  const extra = { plain: {}, race: {}, probe: probe.env };
  return modes
    .filter((mode) => mode !== 'race' || lacksCompiler(environment) === undefined)
    .map((mode) => ({
      mode,
      args: mode === 'race' ? ['-race'] : [],
      env: { ...modeEnvironment[mode], ...extra[mode] },
    }));
}

type Warming = Scope & {
  /** Of the standard library, that the programs to come will import. */
  packages?: readonly string[];
};

/** Resolves when all is compiled, or when `signal` aborted, or at once where there is no usable Go. Never throws for these. */
export async function warmCache({ environment, signal, packages = [] }: Warming): Promise<void> {
  const scratch = openScratch();
  const scope = { environment, label: { name: runLabel, value: scratch.id }, signal };
  try {
    const found = await findToolchain(scope);
    if (!found.ok) return;
    const toolchain = found.value;
    const folder = scratch.folder('warm');
    writeFileSync(join(folder, 'go.mod'), 'module warm\n\ngo 1.22\n');
    const imports = [...new Set([...always, ...packages])].map((name) => `import _ "${name}"\n`).join('');
    writeFileSync(join(folder, 'main.go'), `package main\n\n${imports}\nfunc main() {}\n`);
    const run = (args: string[], env: Record<string, string>) =>
      goCommand(args, folder, { ...cleanGoEnvironment(scope, toolchain), ...env }, { ...scope, nice: true });
    for (const { args, env } of flagSets(toolchain, environment))
      await run(['build', '-o', devNull, ...args, '.'], env);
    await run(['vet', '.'], {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    scratch.remove();
  }
}

export type Warmth = { mode: BuildMode; warm: boolean };

/** Whether Go's cache holds the standard library for each flag set; undefined where there is no usable Go. Takes some 0.2 s each. */
export async function cacheWarmth({ environment, signal }: Scope): Promise<Warmth[] | undefined> {
  const scratch = openScratch();
  const scope = { environment, label: { name: runLabel, value: scratch.id }, signal };
  try {
    const found = await findToolchain(scope);
    if (!found.ok) return undefined;
    const toolchain = found.value;
    const ask = async ({ mode, args, env }: FlagSet): Promise<Warmth> => {
      const all = { ...cleanGoEnvironment(scope, toolchain), ...env };
      const listed = await goCommand(['list', '-f', '{{.Stale}}', ...args, ...large], scratch.dir, all, scope);
      return { mode, warm: listed?.code === 0 && !listed.output.includes('true') };
    };
    return await Promise.all(flagSets(toolchain, environment).map(ask));
  } finally {
    scratch.remove();
  }
}

/** All flag sets are compiled. */
export async function isWarm(scope: Scope): Promise<boolean> {
  return (await cacheWarmth(scope))?.every((one) => one.warm) ?? false;
}
