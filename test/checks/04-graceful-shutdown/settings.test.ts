/** A setting that the program reads under another name, or never, is why. */
import { describe, expect, it } from 'vitest';
import { workNotDone } from '../../../checks/04-graceful-shutdown/findings/as-before.ts';
import {
  deliveriesOf,
  neverDelivered,
  wrongDelivery,
} from '../../../checks/04-graceful-shutdown/findings/deliveries.ts';
import { neverHeld } from '../../../checks/04-graceful-shutdown/findings/finishes-in-flight.ts';
import type { Seen } from '../../../checks/04-graceful-shutdown/findings/seen.ts';
import { outstaysItsLimit } from '../../../checks/04-graceful-shutdown/findings/worker.ts';
import { beforeTheSignal, event } from '../../../checks/04-graceful-shutdown/worker/events.ts';
import type { Finding } from '../../../src/kit/index.ts';
import { evidence, marked, replyOf, seenOf } from './seen.ts';

const exit = { code: 1, signal: null, ms: 10_100 };
const outstayed = { unanswered: 'last', sent: evidence('sent'), deliveryMs: 2_000, waitedMs: 10_100, exit } as const;
const lost = (seen: Seen) => wrongDelivery(deliveriesOf([]), [event('{"n":1}', beforeTheSignal)], seen);

const cases: [string, string, (seen: Seen) => Finding | undefined][] = [
  ['GATE_URL', 'GATE_ADDR', neverHeld],
  ['GATE_URL', 'GATE', (seen) => workNotDone(replyOf({ status: 502 }), seen)],
  ['SINK_URL', 'SINK', lost],
  ['SINK_URL', 'SINK', (seen) => neverDelivered([], 'post them', seen)],
  ['FLUSH_INTERVAL', 'INTERVAL', (seen) => neverDelivered([], 'post them', seen)],
  ['DELIVERY_TIMEOUT', 'DELIVERY_SECONDS', (seen) => outstaysItsLimit(outstayed, seen)],
];
const all = ['GATE_URL', 'SINK_URL', 'FLUSH_INTERVAL', 'DELIVERY_TIMEOUT'];
const reads = (name: string) => `x := os.Getenv("${name}")`;

describe.each(cases)('%s, read as %s', (name, other, find) => {
  const code = (one: string) => ['func main() {', ...all.filter((each) => each !== name).map(reads), reads(one), '}'];

  it('is named, at the line that reads the other', () => {
    const found = find(seenOf({ source: code(other) }));
    expect(found?.hint).toContain(`The setting is called ${name}`);
    expect(found?.hint).toContain(`reads ${other} instead`);
    expect(marked(found?.evidence.at(-1))).toBe(reads(other));
  });

  it('is no cause where it is read', () => {
    expect(find(seenOf({ source: code(name) }))?.hint).not.toContain('The setting is called');
  });
});
