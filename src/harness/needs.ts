/** What a machine may lack, and how it would get it. */
import type { Need } from '../kit/index.ts';
import { portTaken } from './app.ts';
import { isFree } from './ports.ts';
import { runLabel } from './scratch.ts';
import { lacksCompiler, type Toolchain } from './toolchain.ts';

export type Lacking = {
  environment: NodeJS.ProcessEnv;
  toolchain(): Promise<Toolchain | string>;
  docker(): Promise<string | undefined>;
  kubernetes(): Promise<string | undefined>;
};

/** Why a check that needs it can't run here; undefined: it can. */
export async function lacks(need: Need, machine: Lacking): Promise<string | undefined> {
  if (typeof need === 'object') return lacksPort(need.port);
  switch (need) {
    case 'go': {
      const tools = await machine.toolchain();
      return typeof tools === 'string' ? tools : undefined;
    }
    case 'cgo':
      return lacksCompiler(machine.environment);
    case 'posix-signals':
      return process.platform === 'win32' ? noSignals : undefined;
    case 'docker':
      return machine.docker();
    case 'kubernetes':
      return machine.kubernetes();
    case 'disk':
      // Seen only when it is full: the work itself says so.
      return undefined;
  }
}

const noSignals =
  'Windows has no SIGTERM to send. Run the workshop in WSL or in a Linux container (docker run -it -v .:/work -w /work node:24 …) to grade this.';

/** A port that our own runs hold is waited for by the start itself; only a stranger on it blocks the check. */
async function lacksPort(port: number): Promise<string | undefined> {
  const { holderOf } = await import('./sockets.ts');
  if (holderOf(port)?.environment.includes(`${runLabel}=`) || (await isFree(port))) return undefined;
  return portTaken(port);
}
