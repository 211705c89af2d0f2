/** The port that the contract names where PORT is unset: the one thing that runs on a machine have to take turns with. */
import { block, type CheckScope, eventually } from '../../kit/index.ts';
import { holderOf } from '../process/sockets.ts';
import { isFree, portTaken } from '../run/ports.ts';
import { scratchRoot, tryRunLock } from '../run/root.ts';
import { runLabel } from '../run/scratch.ts';

export const defaultPort = 8080;

const turnMs = 300_000;
/** A program of another run that ignores PORT holds it only as long as a check of its own runs. */
const squatMs = 60_000;

/** Waits for its turn among the workshop's own processes; anybody else on the port makes the check blocked. */
export async function takeDefaultPort(scope: Pick<CheckScope, 'signal' | 'defer' | 'offTheClock'>): Promise<void> {
  const lock = await scope.offTheClock(
    eventually(turnMs, () => (scope.signal.aborted ? null : tryRunLock(`port-${defaultPort}`)), 50),
  );
  scope.signal.throwIfAborted();
  if (!lock)
    block({
      need: { port: defaultPort },
      state: 'taken',
      what: `Another run of the workshop holds port ${defaultPort}.`,
      fix: 'Try again when it is done.',
    });
  scope.defer(() => lock.release());
  await scope.offTheClock(untilFree());
}

/** Ends as blocked when a stranger holds it. */
export async function untilFree(): Promise<void> {
  const free = await eventually(squatMs, async () =>
    (await isFree(defaultPort)) ? true : heldByRun(defaultPort) ? undefined : false,
  );
  if (!free) block(portTaken(defaultPort));
}

/** A program of some run of ours: by its label, or, where it was started without one, by the folder it lies in. */
export function heldByRun(port: number): boolean {
  const holder = holderOf(port);
  if (!holder) return false;
  return holder.environment.includes(`${runLabel}=`) || (holder.file?.startsWith(`${scratchRoot()}/`) ?? false);
}
