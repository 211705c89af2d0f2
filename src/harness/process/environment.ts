/** The environment of the go command: nothing of the machine's settings changes a verdict, but its caches are shared. */

/** What any program needs to run at all, and nothing that changes what the go command does. */
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'SystemRoot',
  'SystemDrive',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
  'LOCALAPPDATA',
  'APPDATA',
  'ProgramFiles',
  'ProgramData',
  // Homebrew's and distributions' compilers for -race.
  'CC',
  'SDKROOT',
  'DEVELOPER_DIR',
];

export function baseEnvironment(from: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of passedOn) {
    const value = from[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

export type GoCaches = { GOCACHE: string; GOMODCACHE: string };

/**
 * GOFLAGS and GOENV are the machine's, GOTOOLCHAIN=local keeps a toolchain line from downloading a compiler,
 * GOPROXY=off keeps a build from waiting for a network, GOWORK=off a workspace file above from joining in.
 */
export function goEnvironment(from: NodeJS.ProcessEnv, caches: Partial<GoCaches>): Record<string, string> {
  return {
    ...baseEnvironment(from),
    ...caches,
    GOENV: 'off',
    GOFLAGS: '',
    GOWORK: 'off',
    GO111MODULE: 'on',
    GOTOOLCHAIN: 'local',
    GOPROXY: 'off',
    GOSUMDB: 'off',
    GOTELEMETRY: 'off',
    CGO_ENABLED: '0',
  };
}

/** What the modes add; these three are also what cache warming compiles the standard library for. */
export const modeEnvironment = {
  plain: {},
  race: { CGO_ENABLED: '1' },
  probe: {},
} as const;
