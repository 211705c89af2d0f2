import { type CheckContext, check, describe, describeReply, type Exit, eventually, fail, type Signal } from '#kit';
import { has, shutdownCall, signalCall, where, whereItEnded, whyItEnded } from './causes.ts';
import { endingMs, generousMs, holdRequest, longTimeout, type Service, sideBySide, startService } from './service.ts';
import { watchStalls } from './stall.ts';

/** So long that a program that dies at once is seen to, however late we look. */
const timeoutMs = 2_000;
const timeout = `${timeoutMs / 1_000}s`;
/** Less than the ten seconds that people write where SHUTDOWN_TIMEOUT belongs; a right program needs milliseconds. */
const slackMs = 5_500;

const boundless = /Shutdown\(context\.(Background|TODO)\(\)\)/;

/** A request that never ends: exit code not 0 once SHUTDOWN_TIMEOUT is over, and not before. */
export const forcedExit = check(
  'forced-exit',
  'gives up after SHUTDOWN_TIMEOUT, with an exit code other than 0',
  { needs: ['posix-signals'], lesson: 'Shutdown, and waiting for it', timeoutMs: 120_000 },
  async (context) => {
    const service = await startService(context, { SHUTDOWN_TIMEOUT: timeout });
    const held = await holdRequest(context, service);
    const stall = watchStalls();
    context.defer(stall.stop);
    service.signal('SIGTERM');
    const exit = await service.exit(timeoutMs + slackMs);
    const waited = service.sinceSignal();
    // What we saw late because this machine stalled may have happened in time.
    const late = waited - stall.longestMs > timeoutMs + slackMs;
    const reply = exit ? await held?.reply : undefined;
    if (!exit || late) return tooLate(exit, waited, context, service);
    if (waited < timeoutMs) return tooEarly(exit, waited, context, service);
    if (exit.code !== 0) return;
    fail({
      summary: 'The program cut off a request, and ended with exit code 0 as if all were well.',
      expected: 'an exit code other than 0 when the requests’ time runs out',
      actual: `${describe(exit)}; the client of GET /slow: ${describeReply(reply)}`,
      hint: 'Shutdown returns an error when its context ends before the requests do. Let it decide the exit code: return it from run, and let main call os.Exit(1).',
      evidence: [
        service.story.evidence,
        service.server.log.evidence,
        where(context.files, shutdownCall, /BaseContext/),
      ],
    });
  },
);

function tooLate(exit: Exit | undefined, waited: number, { files }: CheckContext, { story, server }: Service): never {
  fail({
    summary: 'One request that never ends keeps the program from ending.',
    expected: `it exits, not with 0, when SHUTDOWN_TIMEOUT=${timeout} is over (DRAIN_DELAY was 100ms)`,
    actual: exit
      ? `${describe(exit)} after ${(waited / 1000).toFixed(1)} seconds`
      : `${(timeoutMs + slackMs) / 1000} seconds after SIGTERM it was still running`,
    hint: has(files, boundless)
      ? 'context.Background() never ends, so Shutdown waits for ever. Give it context.WithTimeout(context.Background(), cfg.shutdownTimeout).'
      : 'The context you pass to Shutdown must end after $SHUTDOWN_TIMEOUT, the setting, not after a time of your own; and main must return when Shutdown has.',
    evidence: [
      story.evidence,
      server.log.evidence,
      where(files, boundless, /context\.With(Timeout|Deadline)/, shutdownCall),
    ],
  });
}

function tooEarly(exit: Exit, waited: number, { files }: CheckContext, { story, server }: Service): never {
  fail({
    summary: `The program gave the request in flight ${Math.round(waited)} ms, not SHUTDOWN_TIMEOUT.`,
    expected: `it waits for DRAIN_DELAY=100ms and SHUTDOWN_TIMEOUT=${timeout} before it gives up`,
    actual: `${describe(exit)} after ${Math.round(waited)} ms`,
    hint: whyItEnded(exit, server, files),
    evidence: [story.evidence, server.log.evidence, whereItEnded(exit, server, files)],
  });
}

/** A person who presses Ctrl+C twice means it. */
export const secondSignal = check(
  'second-signal',
  'ends at once on a second signal, not with exit code 0',
  { needs: ['posix-signals'], level: 'stretch', lesson: 'A second signal', timeoutMs: 120_000 },
  async (context) => {
    await sideBySide(twice('SIGTERM', context), twice('SIGINT', context), twiceInTheDrain(context));
  },
);

async function twice(signal: Signal, context: CheckContext): Promise<void> {
  const service = await startService(context);
  const held = await holdRequest(context, service);
  service.signal(signal);
  await service.refuses();
  const early = held && (await service.server.exited(endingMs));
  if (early) service.story.add(`the program ends: ${describe(early)}`);
  if (!early) service.signal(signal);
  const exit = early ?? (await service.exit(generousMs));
  if (!early && exit && exit.code !== 0) return;
  fail({
    summary: early
      ? `The first ${signal} ended the program already, with a request in flight.`
      : exit
        ? `A second ${signal} ended the program with exit code 0, though a request was cut off.`
        : `A second ${signal} changed nothing: the program went on waiting.`,
    expected: `the first ${signal} begins the shutdown; a second one ends the program at once, not with 0`,
    actual: exit
      ? describe(exit)
      : `${generousMs / 1000} seconds later it was still running (SHUTDOWN_TIMEOUT=${longTimeout})`,
    hint: early
      ? whyItEnded(early, service.server, context.files)
      : 'When the first signal has come, give signals back their usual effect: the function that signal.NotifyContext returns does it, as do signal.Stop and signal.Reset. Or wait for the second one yourself, and call os.Exit(1).',
    evidence: [
      service.story.evidence,
      service.server.log.evidence,
      early ? whereItEnded(early, service.server, context.files) : where(context.files, signalCall),
    ],
  });
}

/**
 * The same in the middle of the drain, with the other signal. It is sent again and again: between the first 503 and the line
 * that gives signals their effect back one may be lost, and that is nobody's mistake.
 */
async function twiceInTheDrain(context: CheckContext): Promise<void> {
  const service = await startService(context, { DRAIN_DELAY: '60s' });
  const { server, story } = service;
  await holdRequest(context, service);
  service.signal('SIGTERM');
  const draining = await eventually(generousMs, async () =>
    (await context.http.get(server.url('/readyz'))).status === 503 ? true : undefined,
  );
  // Whether it turns unready, and stays until the drain is over, is judged elsewhere.
  if (!draining || (await server.exited(endingMs))) return;
  story.add('GET /readyz: 503');
  let exit: Exit | undefined;
  for (let n = 0; n < 10 && !exit; n++) {
    service.signal('SIGINT');
    exit = await server.exited(generousMs / 10);
  }
  if (exit && exit.code !== 0) return;
  fail({
    summary: exit
      ? 'A second signal during the drain ended the program with exit code 0, though a request was cut off.'
      : 'A second signal during the drain changed nothing: the program went on waiting.',
    expected:
      'after SIGTERM a second signal, here SIGINT, ends the program at once, not with 0, also while it waits for DRAIN_DELAY (60s here)',
    actual: exit ? describe(exit) : `${generousMs / 1000} seconds and ten signals later it was still running`,
    hint: 'Give signals back their usual effect as soon as the first has come, before you wait for DRAIN_DELAY: the function that signal.NotifyContext returns does it, as do signal.Stop and signal.Reset. With a channel of your own, wait for the second one in a goroutine that calls os.Exit(1).',
    evidence: [story.evidence, server.log.evidence, where(context.files, /time\.(Sleep|After|NewTimer)\(/, signalCall)],
  });
}
