/** What a machine may lack, and how to get it. */
import type { Found, Lack, Need } from '../kit/index.ts';
import { heldByStranger } from './app/fixed-port.ts';
import { lacksCompiler } from './go/toolchain.ts';
import { lacksMemory } from './machine/cgroup.ts';
import { lacksOpenFiles } from './machine/open-files.ts';
import { portTaken } from './run/ports.ts';

export type NeedProbes = {
  environment: NodeJS.ProcessEnv;
  toolchain(): Promise<Found<unknown>>;
  engine(): Promise<Found<unknown>>;
  cluster(): Promise<Found<unknown>>;
};

/** What keeps a check that needs it from running here; undefined: nothing does. */
export async function lacks(need: Need, machine: NeedProbes): Promise<Lack | undefined> {
  if (typeof need === 'object') return 'port' in need ? lacksPort(need.port) : lacksOpenFiles(need.openFiles);
  switch (need) {
    case 'go':
      return lacksMemory() ?? lackOf(await machine.toolchain());
    case 'cgo':
      return lacksCompiler(machine.environment);
    case 'posix-signals':
      return process.platform === 'win32' ? noSignals : undefined;
    case 'docker':
      return lackOf(await machine.engine());
    case 'kubernetes':
      return lackOf(await machine.cluster());
    case 'disk':
      // Only seen once it is full: the work itself reports it.
      return undefined;
  }
}

const lackOf = (answer: Found<unknown>): Lack | undefined => (answer.ok ? undefined : answer.lack);

const noSignals: Lack = {
  need: 'posix-signals',
  state: 'missing',
  what: 'Windows has no SIGTERM to send.',
  fix: 'Run the workshop in WSL or in a Linux container (docker run -it -v .:/work -w /work node:24 …) to grade this.',
};

/** Starting the program waits for a port that our own runs hold; only a stranger on it blocks the check. */
async function lacksPort(port: number): Promise<Lack | undefined> {
  return (await heldByStranger(port)) ? portTaken(port) : undefined;
}
