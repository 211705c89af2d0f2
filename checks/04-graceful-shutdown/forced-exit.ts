import { check, fail, watchStalls } from '#kit';
import { calledClean, tooEarly, tooLate } from './findings/forced-exit.ts';
import { openScene } from './scene.ts';

/** So long that a program that dies at once is told apart, however late we look. */
const timeoutMs = 2_000;
/** Less than the ten seconds that people write where SHUTDOWN_TIMEOUT belongs; a right program needs milliseconds. */
const slackMs = 5_500;

/** A request that never ends: exit code not 0 once SHUTDOWN_TIMEOUT is over, and not before. */
export const forcedExit = check(
  'forced-exit',
  'gives up after SHUTDOWN_TIMEOUT, with an exit code other than 0',
  { needs: ['posix-signals'], lesson: 'Shutdown, and waiting for it', timeoutMs: 120_000 },
  async (context) => {
    const scene = await openScene(context, { SHUTDOWN_TIMEOUT: `${timeoutMs / 1_000}s` });
    const held = await scene.hold();
    const stall = watchStalls();
    context.defer(stall.stop);
    scene.signal('SIGTERM');
    const exit = await scene.exit(timeoutMs + slackMs);
    const waitedMs = scene.sinceSignal();
    // What we saw late because this machine stalled may have happened in time.
    const late = waitedMs - stall.longestMs > timeoutMs + slackMs;
    if (!exit || late) fail(tooLate({ exit, waitedMs, timeoutMs }, scene.seen));
    if (waitedMs < timeoutMs) fail(tooEarly({ exit, waitedMs, timeoutMs }, scene.seen));
    if (exit.code === 0) fail(calledClean(exit, await held?.reply, scene.seen));
  },
);
