/** The environment of the go command: no setting of the machine changes a verdict, but its caches are shared. */
import { baseEnvironment } from '../process/environment.ts';

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
