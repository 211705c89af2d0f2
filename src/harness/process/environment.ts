/** The environment a program gets of the machine's own. */

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
