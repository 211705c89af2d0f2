/** The events we post, and what they prove: the producer's side of the contract. */
import {
  type CheckContext,
  describe,
  type Exit,
  eventually,
  fail,
  type Json,
  parseJson,
  type Reply,
  type UpstreamRequest,
} from '#kit';
import { neverEnds } from '../findings/worker.ts';
import { generousMs, type Scene } from '../scene.ts';

/** When an event was accepted; what is likely wrong if it gets lost, and the line to look at first. */
export type Moment = { when: string; hint: string; look?: RegExp };

export const beforeTheSignal: Moment = {
  when: 'before the signal',
  hint: 'What the worker holds in memory is gone with the process. When the requests are done, stop the worker, wait for it, and deliver what is left, before main returns.',
};
export const inTheDrain: Moment = {
  when: 'during the drain',
  hint: 'Events are still accepted during the drain. A worker that is stopped at the signal, or flushed before the drain is over, misses them: flush last.',
  look: /RegisterOnShutdown|AfterFunc/,
};
export const lastInFlight: Moment = {
  when: 'when its request was the last one in flight',
  hint: 'A request in flight may add an event at the very end. Flush after Shutdown has returned, not before it or beside it.',
  look: /RegisterOnShutdown|AfterFunc/,
};

export type Event = Moment & { document: Json; text: string };

export const event = (text: string, moment: Moment): Event => {
  const document = parseJson(text);
  if (document === undefined) throw new Error(`not JSON: ${text}`);
  return { document, text, ...moment };
};

const posting = ({ server }: Scene, { text }: Event) => ({
  url: server.url('/events'),
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: text,
});

const promised = (reply: Reply) => reply.status === 202;

/** Empty where it was not accepted: only a 202 is a promise. */
export async function accepted({ http }: CheckContext, scene: Scene, one: Event): Promise<Event[]> {
  const reply = await http.send(posting(scene, one));
  scene.tell('client', `POST /events ${one.text}: ${describe(reply)}`);
  return promised(reply) ? [one] : [];
}

/** One after the other on a few connections, as fast as they are answered. Those that were accepted. */
export async function acceptedCrowd({ http, defer }: CheckContext, scene: Scene, events: Event[]): Promise<Event[]> {
  const waiting = [...events];
  const taken: Event[] = [];
  const client = async () => {
    const session = http.session();
    defer(() => session.close());
    for (let one = waiting.shift(); one; one = waiting.shift())
      if (promised(await session.send(posting(scene, one)))) taken.push(one);
    session.close();
  };
  await Promise.all(Array.from({ length: 4 }, client));
  scene.tell('client', `POST /events, ${events.length} more: ${taken.length} answered with 202`);
  return taken;
}

/** A sink that takes whatever comes, and remembers it. */
export function acknowledging({ sink }: Scene): Set<UpstreamRequest> {
  const taken = new Set<UpstreamRequest>();
  sink.respond((request) => {
    request.answer();
    taken.add(request);
  });
  return taken;
}

/** Twice the worker's own limit where it is not set. */
const endMs = 20_000;

/** The requests are over. Also awaits that the sink has read all that the program sent before it was gone. */
export async function ended(scene: Scene): Promise<Exit> {
  const exit = await scene.exit(endMs);
  if (!exit) fail(neverEnds(endMs, scene.seen));
  await sinkIsQuiet(scene);
  return exit;
}

/** The sink has read all that the program sent before it was gone. */
export const sinkIsQuiet = ({ sink }: Scene) => eventually(generousMs, () => (sink.open === 0 ? true : undefined));
