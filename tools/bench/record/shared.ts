import type { Trace } from './trace.ts';

/** Shared by all checks of a run: servers by port, builds (each made once), addresses of upstreams. */
export type Shared = {
  trace: Trace;
  builds: Map<string, number>;
  servers: Map<number, number>;
  addresses: Map<string, number>;
};

export const openShared = (trace: Trace): Shared => ({
  trace,
  builds: new Map(),
  servers: new Map(),
  addresses: new Map(),
});
