import { type CheckContext, check, describe, type Exit, fail, type Signal } from '#kit';
import { has, shutdownCall, signalCall, whereItEnded, whyItEnded } from './causes.ts';
import { generousMs, holdRequest, type Service, sideBySide, startService } from './service.ts';

const endMs = 12_000;

/** A drain with a request in flight and an idle connection ends with exit code 0. Measures signal → exit. */
export const exitsCleanly = check(
  'exits-cleanly',
  'ends with exit code 0 after SIGTERM and after SIGINT',
  { needs: ['posix-signals'], lesson: 'Catching a signal', timeoutMs: 120_000 },
  async (context) => {
    await sideBySide(endsBy('SIGTERM', context), endsBy('SIGINT', context));
  },
);

async function endsBy(signal: Signal, context: CheckContext): Promise<void> {
  const service = await startService(context);
  const { server, story } = service;
  const idle = context.http.session();
  context.defer(() => idle.close());
  await idle.get(server.url('/healthz'));
  story.add('a client has an idle keep-alive connection');
  const held = await holdRequest(context, service);
  service.signal(signal);
  // The request's fate is judged elsewhere: here it only has to be over, so that nothing keeps the program.
  await service.refuses();
  service.gate.release();
  story.add('the gate opens');
  await held?.reply;
  const exit = await service.exit(endMs);
  if (exit?.code !== 0) failedEnd(signal, exit, service, context);
  if (signal === 'SIGTERM') context.measure('exit', await idleExitMs(context), 'ms');
}

/** Signal → exit with nothing to do and next to nothing to wait for. */
async function idleExitMs(context: CheckContext): Promise<number> {
  const service = await startService(context, { DRAIN_DELAY: '1ms' });
  service.signal('SIGTERM');
  await service.exit(generousMs);
  return service.sinceSignal();
}

function failedEnd(signal: Signal, exit: Exit | undefined, { server, story }: Service, { files }: CheckContext): never {
  const evidence = [story.evidence, server.log.evidence, whereItEnded(exit, server, files)];
  const expected = `after ${signal}, the drain and the last request: exit code 0`;
  if (!exit)
    fail({
      summary: `${endMs / 1000} seconds after ${signal} the program was still there, with nothing left to do.`,
      expected,
      actual: 'it was still running',
      hint: has(files, signalCall)
        ? has(files, shutdownCall)
          ? 'Follow main from the signal on: what does it wait for? With no request in flight Shutdown returns at once; a sleep of SHUTDOWN_TIMEOUT, or a wait for a goroutine that is never told to end, does not.'
          : 'The signal is caught now, so it does not end the program any more: that is up to main. Serve in a goroutine, let main wait for the signal, <-ctx.Done(), then call Shutdown, and return.'
        : 'Something swallows the signal. signal.NotifyContext tells you when it arrives; then main has to return.',
      evidence,
    });
  fail({
    summary: exit.signal
      ? `The program was ended by ${exit.signal} itself, instead of ending on its own with exit code 0.`
      : `After ${signal} the program ended with exit code ${exit.code}, though nothing was wrong.`,
    expected,
    actual: describe(exit),
    hint: whyItEnded(exit, server, files),
    evidence,
  });
}
