/** The environment a program gets of the machine's own. */

import { resolve } from 'node:path';
import { homeOf } from './home.ts';

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

/** Tools run in folders of their own: a path relative to ours would lead elsewhere from there. */
const folders = new Set(['TMPDIR', 'TEMP', 'TMP']);

export function baseEnvironment(from: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of passedOn) {
    const value = from[name];
    if (value !== undefined) kept[name] = folders.has(name) && value !== '' ? resolve(value) : value;
  }
  // An empty one leaves the go command without a cache.
  if (kept.HOME === '') kept.HOME = homeOf(from);
  return kept;
}
