/** The machine's Go: is there one, how old is it, where are its caches. */
import { tmpdir } from 'node:os';
import { type Found, found, type Lack, type LackState, lacking } from '../../kit/index.ts';
import { howToGet } from '../machine/system.ts';
import { baseEnvironment } from '../process/environment.ts';
import { onPath } from '../process/on-path.ts';
import type { ToolScope } from '../process/run-tool.ts';
import { goCommand } from './command.ts';
import { type GoCaches, goEnvironment } from './environment.ts';

export type Toolchain = { text: string; minor: number; root: string; caches: GoCaches };

/** The oldest Go whose net/http routes by method and pattern. */
const oldestMinor = 22;

export async function findToolchain(scope: ToolScope): Promise<Found<Toolchain>> {
  // The caches are the learner's own, even where `go env -w` moved them, so this one call reads their settings.
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

export const cleanGoEnvironment = (scope: ToolScope, toolchain: Toolchain) =>
  goEnvironment(scope.environment, toolchain.caches);

/** What keeps `go build -race` from working here; undefined: nothing that we know of. On macOS it needs no C compiler since Go 1.20. */
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
