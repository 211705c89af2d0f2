/** A port that a contract fixes for a program without PORT: all runs on this machine have to take turns with it. */
import { block, type CheckScope, eventually } from '../../kit/index.ts';
import { holderOf } from '../process/sockets.ts';
import { isFree, portTaken } from '../run/ports.ts';
import { scratchRoot, tryRunLock } from '../run/root.ts';
import { runLabel } from '../run/scratch.ts';

const turnMs = 300_000;
/** A program of another run that ignores PORT holds it only as long as a check of its own runs. */
const squatMs = 60_000;

/** Waits for its turn among the workshop's own processes; anybody else on the port makes the check blocked. */
export async function takePort(
  port: number,
  scope: Pick<CheckScope, 'signal' | 'defer' | 'offTheClock'>,
): Promise<void> {
  const lock = await scope.offTheClock(
    eventually(turnMs, () => (scope.signal.aborted ? null : tryRunLock(`port-${port}`)), 50),
  );
  scope.signal.throwIfAborted();
  if (!lock)
    block({
      need: { port },
      state: 'taken',
      what: `Another run of the workshop holds port ${port}.`,
      fix: 'Try again when it is done.',
    });
  scope.defer(() => lock.release());
  await scope.offTheClock(untilFree(port));
}

/** Ends as blocked when a stranger holds it. */
export async function untilFree(port: number): Promise<void> {
  const free = await eventually(squatMs, async () => {
    if (await isFree(port)) return true;
    return (await heldByStranger(port)) ? false : undefined;
  });
  if (!free) block(portTaken(port));
}

/** Asked twice, because a program of ours may end between the two questions. */
export const heldByStranger = async (port: number): Promise<boolean> =>
  !(await isFree(port)) && !heldByRun(port) && !(await isFree(port));

/** A program of some run of ours: by its label, or, where it was started without one, by the folder it lies in. */
function heldByRun(port: number): boolean {
  const holder = holderOf(port);
  if (!holder) return false;
  return holder.environment.includes(`${runLabel}=`) || (holder.file?.startsWith(`${scratchRoot()}/`) ?? false);
}
