/** The other checks set what they need, so that nothing takes long. What ships without a setting has to be as the contract says. */
import { type CheckContext, check, failIf } from '#kit';
import { undisturbed } from '../common/stall.ts';
import { notTheDefault } from './findings/settings/not-the-default.ts';
import { allOf, generousMs, openScene } from './scene.ts';

export const defaults = check(
  'defaults',
  'keeps to the defaults of the settings that are not set',
  { needs: ['posix-signals'], lesson: 'The contract', timeoutMs: 180_000 },
  async (context) => {
    await allOf(...[drains, givesUp, flushes].map((play) => undisturbed(context, play)));
  },
);

/** Our clock begins before the signal is sent: an end that we see too early is too early. Late ends are late by far. */
async function drains(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { DRAIN_DELAY: undefined });
  await scene.hold();
  scene.signal('SIGTERM');
  const closed = await scene.refuses(2 * generousMs);
  failIf(notTheDefault('DRAIN_DELAY', closed ? scene.sinceSignal() : undefined, scene.seen));
}

async function givesUp(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { DRAIN_DELAY: '1ms', SHUTDOWN_TIMEOUT: undefined });
  // A request that isn't held keeps nobody waiting: finishes-in-flight tells.
  if (!(await scene.hold())) return;
  scene.signal('SIGTERM');
  const exit = await scene.exit(2 * generousMs);
  failIf(notTheDefault('SHUTDOWN_TIMEOUT', exit ? scene.sinceSignal() : undefined, scene.seen));
}

async function flushes(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { FLUSH_INTERVAL: undefined });
  const reply = await context.http.post(scene.server.url('/events'), { n: 1 });
  if (reply.status !== 202) return;
  const accepted = performance.now();
  scene.tell('client', 'POST /events {"n":1}: 202');
  const batch = await scene.sink.arrived(1, generousMs);
  failIf(notTheDefault('FLUSH_INTERVAL', batch ? performance.now() - accepted : undefined, scene.seen));
}
