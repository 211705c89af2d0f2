/** The other checks set what they need. What ships without a setting has to be as the contract says. */
import { type CheckContext, check, fail, failIf, late } from '#kit';
import { listensByDefaultWhereFree } from '../common/default-port.ts';
import { lasts } from '../common/lasting.ts';
import { undisturbed } from '../common/stall.ts';
import { defaultMs, id, isLate, slowUpstream, unlessLate } from './deadline.ts';
import { notTheDefault, wrongGatewayTimeout } from './findings/deadline.ts';

export const defaults = check(
  'defaults',
  'keeps to the defaults of the settings that are not set',
  { lesson: 'What you build', timeoutMs: 120_000 },
  async (context) => {
    const lasting = context.app.start().then((server) => lasts(server, context));
    lasting.catch(() => {}); // awaited below
    await undisturbed(context, givesUpAfter2s);
    await lasting;
    await listensByDefaultWhereFree(context);
  },
);

async function givesUpAfter2s(context: CheckContext): Promise<void> {
  const slowest = { name: 'orders', silence: 'never-answers' } as const;
  const { scene, slow, reply } = await slowUpstream(context, slowest, defaultMs, { UPSTREAM_TIMEOUT: undefined });
  failIf(wrongGatewayTimeout(scene.seen(id, reply), slow));
  const last = await unlessLate(scene, reply, defaultMs);
  if (last === late) return;
  if (last.ms < defaultMs * 0.95) fail(notTheDefault(scene.seen(id, last), last, 'earlier'));
  if (isLate(last, defaultMs)) fail(notTheDefault(scene.seen(id, last), last, 'later'));
}
