/** The other checks set what they need. What ships without a setting has to be as the contract says. */
import { type CheckContext, check, failIf, late, within } from '#kit';
import { listensByDefaultWhereFree } from '../common/default-port.ts';
import { lasts } from '../common/lasting.ts';
import { undisturbed } from '../common/stall.ts';
import { plain, wrongDefault } from './findings/settings/defaults.ts';
import { startAtGate } from './scene.ts';

/** Where the code says that it is five seconds, only less than that is looked for. */
const shorterMs = 3_000;
const neverMs = 10_000;

export const defaults = check(
  'defaults',
  'keeps to the defaults of the settings that are not set',
  { lesson: 'The contract', timeoutMs: 120_000 },
  async (context) => {
    const lasting = context.app.start().then((server) => lasts(server, context));
    lasting.catch(() => {}); // awaited below
    await undisturbed(context, limitsTime);
    await lasting;
    await listensByDefaultWhereFree(context);
  },
);

/** The gate stays shut. That there is an answer at all is judged by times-out. */
async function limitsTime(context: CheckContext): Promise<void> {
  const { get, gate, seen } = await startAtGate(context, { HANDLER_TIMEOUT: undefined });
  const begun = performance.now();
  const reply = await within(
    plain('HANDLER_TIMEOUT', context.source) ? shorterMs : neverMs,
    get('/slow', { timeoutMs: 60_000 }),
  );
  // One that never got to the gate was answered by something else.
  if (gate.requests.length === 0) return;
  failIf(wrongDefault('HANDLER_TIMEOUT', reply === late ? undefined : performance.now() - begun, seen()));
}
