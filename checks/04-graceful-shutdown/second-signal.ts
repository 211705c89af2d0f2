import { type CheckContext, check, describe, type Exit, eventually, fail, type Signal } from '#kit';
import { endedByTheFirst, secondIgnored } from './findings/second-signal.ts';
import { allOf, endingMs, generousMs, longTimeout, openScene } from './scene.ts';

/** A person who presses Ctrl+C twice means it. */
export const secondSignal = check(
  'second-signal',
  'ends at once on a second signal, not with exit code 0',
  {
    needs: ['posix-signals'],
    level: 'stretch',
    lesson: 'A second signal',
    // A program that the first one ends at once is told so there.
    after: ['exits-cleanly', 'refuses-new'],
    timeoutMs: 120_000,
  },
  async (context) => {
    await allOf(twice('SIGTERM', context), twice('SIGINT', context), inTheDrain(context));
  },
);

async function twice(signal: Signal, context: CheckContext): Promise<void> {
  const scene = await openScene(context);
  const held = await scene.hold();
  scene.signal(signal);
  await scene.refuses();
  const early = held && (await scene.server.exited(endingMs));
  if (early) {
    scene.tell('program', `has ended: ${describe(early)}`);
    fail(endedByTheFirst(signal, early, scene.seen));
  }
  scene.signal(signal);
  const exit = await scene.exit(generousMs);
  if (exit && exit.code !== 0) return;
  const waited = `${generousMs / 1000} seconds later it was still running (SHUTDOWN_TIMEOUT=${longTimeout})`;
  fail(secondIgnored({ exit, signal, waited, inDrain: false }, scene.seen));
}

/**
 * The same in the middle of the drain, with the other signal. It is sent repeatedly: between the first 503 and the line that
 * gives signals their effect back one may be lost, and that is no mistake.
 */
async function inTheDrain(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { DRAIN_DELAY: '60s' });
  const { server, tell } = scene;
  await scene.hold();
  scene.signal('SIGTERM');
  const draining = await eventually(generousMs, async () =>
    (await context.http.get(server.url('/readyz'))).status === 503 ? true : undefined,
  );
  // Whether it turns unready, and stays until the drain is over, is judged elsewhere.
  if (!draining || (await server.exited(endingMs))) return;
  tell('client', 'GET /readyz: 503');
  let exit: Exit | undefined;
  for (let n = 0; n < 10 && !exit; n++) {
    scene.signal('SIGINT');
    exit = await server.exited(generousMs / 10);
  }
  if (exit && exit.code !== 0) return;
  const waited = `${generousMs / 1000} seconds and ten signals later it was still running`;
  fail(secondIgnored({ exit, signal: 'SIGINT', waited, inDrain: true }, scene.seen));
}
