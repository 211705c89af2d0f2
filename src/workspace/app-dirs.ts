/** Where our own files live on this system (XDG Base Directory Specification 0.8; %APPDATA% on Windows). */
import { isAbsolute, join } from 'node:path';
import { homeOf } from '../harness/process/home.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export type AppDirs = {
  /** Settings and progress: what a learner does not want to lose. */
  config: string;
  /** Last runs and bug reports: helpful, and replaceable. */
  state: string;
};

const name = 'go-cloud-workshop';

export function appDirsOf(env: Env, platform: NodeJS.Platform = process.platform): AppDirs {
  const home = homeOf(env);
  if (platform === 'win32') {
    return {
      config: join(env.APPDATA || join(home, 'AppData', 'Roaming'), name),
      state: join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), name),
    };
  }
  return {
    config: join(absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config'), name),
    state: join(absolute(env.XDG_STATE_HOME) ?? join(home, '.local', 'state'), name),
  };
}

/** The specification says to ignore relative paths in its variables. */
const absolute = (path: string | undefined) => (path && isAbsolute(path) ? path : undefined);

/** As typed by a person: ~ is home, a relative path starts at `cwd`. */
export function typedPath(path: string, env: Env): string {
  const home = homeOf(env);
  if (path === '~') return home;
  return /^~[/\\]/.test(path) ? join(home, path.slice(2)) : path;
}
