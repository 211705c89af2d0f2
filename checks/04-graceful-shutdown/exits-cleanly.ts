import { type CheckContext, check, fail, type Signal } from '#kit';
import { notClean } from './findings/exits-cleanly.ts';
import { allOf, generousMs, idleClient, openScene } from './scene.ts';

/** With nothing left to do, and counted from when the last request was answered. */
const endMs = 12_000;

/** A drain with a request in flight and an idle connection ends with exit code 0. Measures signal → exit. */
export const exitsCleanly = check(
  'exits-cleanly',
  'ends with exit code 0 after SIGTERM and after SIGINT',
  { needs: ['posix-signals'], lesson: 'Catching a signal', timeoutMs: 120_000 },
  async (context) => {
    await allOf(endsBy('SIGTERM', context), endsBy('SIGINT', context));
    context.measure('exit', await idleExitMs(context), 'ms');
  },
);

async function endsBy(signal: Signal, context: CheckContext): Promise<void> {
  const scene = await openScene(context);
  await idleClient(context, scene);
  const held = await scene.hold();
  scene.signal(signal);
  // What becomes of the request is judged elsewhere. Here it only has to be over, so that nothing keeps the program.
  const refused = await scene.refuses();
  scene.gate.release();
  scene.tell('gate', 'opens');
  await held?.reply;
  const exit = await scene.exit(endMs);
  if (exit?.code !== 0) fail(notClean({ signal, exit, endMs, listens: !refused }, scene.seen));
}

/** Signal → exit with nothing to do and next to nothing to wait for. */
async function idleExitMs(context: CheckContext): Promise<number> {
  const scene = await openScene(context, { DRAIN_DELAY: '1ms' });
  scene.signal('SIGTERM');
  await scene.exit(generousMs);
  return scene.sinceSignal();
}
