/** The machine's Go: is there one, how old is it, where are its caches. Asked once a process. */
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Found, found, type Lack, type LackState, lacking } from '../../kit/index.ts';
import { howToGet } from '../machine/system.ts';
import { baseEnvironment, type GoCaches, goEnvironment } from '../process/environment.ts';
import { type Label, LaunchError, runTool, type ToolResult } from '../process/launch.ts';

export type Toolchain = { text: string; minor: number; root: string; caches: GoCaches };

/** The oldest Go whose net/http routes by method and pattern. */
export const oldestMinor = 22;

export type ToolScope = { environment: NodeJS.ProcessEnv; label: Label; signal?: AbortSignal };

export async function findToolchain(scope: ToolScope): Promise<Found<Toolchain>> {
  // The caches are the learner's own, also where `go env -w` moved them: so this one call reads their settings.
  const env = {
    ...baseEnvironment(scope.environment),
    ...chosenCaches(scope.environment),
    GOTOOLCHAIN: 'local',
    GOFLAGS: '',
  };
  const asked = await goCommand(['env', 'GOVERSION', 'GOCACHE', 'GOMODCACHE', 'GOROOT'], tmpdir(), env, scope);
  if (asked === undefined) return noGo('missing', 'Go is not installed (there is no "go" on the PATH).');
  const [version = '', GOCACHE = '', GOMODCACHE = '', root = ''] = asked.output.trim().split('\n');
  const [, minor] = /^go1\.(\d+)/.exec(version) ?? [];
  // A development version ("devel go1.28-…") names its own number.
  const known = Number(minor ?? /go1\.(\d+)/.exec(version)?.[1]);
  if (asked.code !== 0 || !known)
    return noGo('unsuitable', `The go command does not work here: ${firstLine(asked.output)}.`);
  if (known < oldestMinor)
    return noGo('too-old', `Go ${version.slice(2)} is too old: the workshop needs 1.${oldestMinor} or newer.`);
  return found({ text: version, minor: known, root, caches: { GOCACHE, GOMODCACHE } });
}

const noGo = (state: LackState, what: string) => lacking({ need: 'go', state, what, fix: howToGet.go() });

function chosenCaches(from: NodeJS.ProcessEnv): Record<string, string> {
  const chosen = ['GOCACHE', 'GOMODCACHE', 'GOPATH', 'GOENV', 'GOROOT'].filter((name) => from[name]);
  return Object.fromEntries(chosen.map((name) => [name, from[name] as string]));
}

const firstLine = (text: string) => text.trim().split('\n')[0] || 'it printed nothing';

/** Runs `go`; undefined when there is none. */
export async function goCommand(
  args: string[],
  cwd: string,
  env: Record<string, string>,
  scope: ToolScope & { nice?: boolean; onLine?: (line: string) => void },
): Promise<ToolResult | undefined> {
  const command = onPath('go', env);
  if (!command) return undefined;
  const { signal, onLine, nice } = scope;
  try {
    return await runTool({
      command: nice && process.platform !== 'win32' ? 'nice' : command,
      args: nice && process.platform !== 'win32' ? ['-n', '15', command, ...args] : args,
      cwd,
      env,
      label: scope.label,
      timeoutMs: 900_000,
      ...(signal ? { signal } : {}),
      ...(onLine ? { onLine } : {}),
    });
  } catch (error) {
    if (error instanceof LaunchError) return undefined;
    throw error;
  }
}

/** Runs a program of the machine's (kind, docker …) with what such programs read; undefined when there is none of that name. */
export async function runProgram(
  command: string,
  args: string[],
  cwd: string,
  scope: ToolScope,
): Promise<ToolResult | undefined> {
  const path = command.includes('/') ? command : onPath(command, scope.environment);
  if (!path) return undefined;
  const theirs = /^(DOCKER_|KUBE|MINIKUBE_|KIND_|COLIMA_|CONTAINERD_|XDG_)/;
  const settings = Object.entries(scope.environment).filter(
    (pair): pair is [string, string] => theirs.test(pair[0]) && pair[1] !== undefined,
  );
  const env = { ...baseEnvironment(scope.environment), ...Object.fromEntries(settings) };
  const { signal } = scope;
  try {
    return await runTool({
      command: path,
      args,
      cwd,
      env,
      label: scope.label,
      timeoutMs: 300_000,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof LaunchError) return undefined;
    throw error;
  }
}

export const cleanGoEnvironment = (scope: ToolScope, toolchain: Toolchain) =>
  goEnvironment(scope.environment, toolchain.caches);

/** Full path of a program, undefined where the PATH has none. */
export function onPath(program: string, env: Record<string, string | undefined>): string | undefined {
  const ends = process.platform === 'win32' ? (env.PATHEXT ?? '.EXE').split(';') : [''];
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const end of ends) {
      try {
        const path = join(folder, program + end);
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/** What keeps `go build -race` from working here; undefined: nothing should. Go needs no C compiler for it on macOS since 1.20. */
export function lacksCompiler(environment: NodeJS.ProcessEnv): Lack | undefined {
  if (process.platform === 'darwin') return undefined;
  const wanted = environment.CC?.split(' ')[0];
  const candidates = wanted ? [wanted] : ['gcc', 'clang'];
  if (candidates.some((name) => (name.includes('/') ? true : onPath(name, environment)))) return undefined;
  return {
    need: 'cgo',
    state: 'missing',
    what: 'Finding data races (go build -race) needs a C compiler, and there is none here.',
    fix: howToGet.compiler(),
  };
}
