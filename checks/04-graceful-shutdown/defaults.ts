/** The other checks set what they need, so that nothing takes long. What ships without a setting has to be as the contract says. */
import { type CheckContext, check, failIf } from '#kit';
import { listensByDefaultWhereFree } from '../common/default-port.ts';
import { undisturbed } from '../common/stall.ts';
import { plain, type Setting, wrongDefault } from './findings/settings/defaults.ts';
import { allOf, generousMs, hangsUp, openScene, type Scene } from './scene.ts';

/** SHUTDOWN_TIMEOUT and DELIVERY_TIMEOUT. */
const longMs = 10_000;
/** Where the code says that it is ten seconds, only less than that is looked for. */
const shorterMs = 3_000;
const neverMs = 2 * longMs;

export const defaults = check(
  'defaults',
  'keeps to the defaults of the settings that are not set',
  { needs: ['posix-signals'], lesson: 'The contract', timeoutMs: 180_000 },
  async (context) => {
    await allOf(...[drains, givesUp, flushes, delivers].map((play) => undisturbed(context, play)));
    await listensByDefaultWhereFree(context);
  },
);

/** Our clock begins before the signal is sent: an end that we see too early is too early. Late ends are late by far. */
async function drains(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { DRAIN_DELAY: undefined });
  await scene.hold();
  scene.signal('SIGTERM');
  const closed = await scene.refuses(2 * generousMs);
  failIf(wrongDefault('DRAIN_DELAY', closed ? scene.sinceSignal() : undefined, scene.seen));
}

async function givesUp(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { DRAIN_DELAY: '1ms', SHUTDOWN_TIMEOUT: undefined });
  // A request that isn't held keeps nobody waiting: finishes-in-flight tells.
  if (!(await scene.hold())) return;
  scene.signal('SIGTERM');
  await endsByDefault('SHUTDOWN_TIMEOUT', scene, context);
}

async function endsByDefault(name: Setting, scene: Scene, context: CheckContext): Promise<void> {
  const exit = await scene.exit(plain(name, context.source) ? shorterMs : neverMs);
  failIf(wrongDefault(name, exit ? scene.sinceSignal() : undefined, scene.seen));
}

async function flushes(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { FLUSH_INTERVAL: undefined });
  if (!(await post(context, scene))) return;
  const accepted = performance.now();
  const batch = await scene.sink.arrived(1, generousMs);
  failIf(wrongDefault('FLUSH_INTERVAL', batch ? performance.now() - accepted : undefined, scene.seen));
}

/** The last batch is never answered. A program without one is told so by stops-workers. */
async function delivers(context: CheckContext): Promise<void> {
  const scene = await openScene(context, {
    DRAIN_DELAY: '1ms',
    SHUTDOWN_TIMEOUT: '1s',
    FLUSH_INTERVAL: '1h',
    DELIVERY_TIMEOUT: undefined,
  });
  scene.sink.respond(() => undefined);
  if (!(await post(context, scene))) return;
  scene.signal('SIGTERM');
  const batch = await scene.sink.arrived(1, generousMs);
  if (!batch) return;
  scene.tell('sink', 'holds the batch, and never answers');
  const asSaid = plain('DELIVERY_TIMEOUT', context.source);
  if (await hangsUp(batch, asSaid ? shorterMs : longMs - 1_000)) {
    const ms = scene.sinceSignal();
    if (!(await hangsUpAnyway(context, ms + 2_000))) failIf(wrongDefault('DELIVERY_TIMEOUT', ms, scene.seen));
  } else if (!asSaid) await endsByDefault('DELIVERY_TIMEOUT', scene, context);
}

/** An attempt may have a time limit, which is not the contract's: it ends without a signal, too. */
async function hangsUpAnyway(context: CheckContext, ms: number): Promise<boolean> {
  const scene = await openScene(context, { FLUSH_INTERVAL: '20ms' });
  scene.sink.respond(() => undefined);
  if (!(await post(context, scene))) return true;
  const batch = await scene.sink.arrived(1, generousMs);
  return batch === undefined || hangsUp(batch, ms);
}

async function post({ http }: CheckContext, { server, tell }: Scene): Promise<boolean> {
  const { status } = await http.post(server.url('/events'), { n: 1 });
  tell('client', `POST /events {"n":1}: ${status}`);
  return status === 202;
}
