/** The events we post, and what they prove: the producer's side of the contract. */
import { type CheckContext, describe, eventually, fail, type Json, parseJson, type UpstreamRequest } from '#kit';
import { where } from './causes.ts';
import { generousMs, type Service } from './service.ts';

/** When an event was accepted; what is likely wrong where it gets lost, and the line to look at first. */
export type Moment = { when: string; hint: string; look?: RegExp };

export const beforeTheSignal: Moment = {
  when: 'before the signal',
  hint: 'What the worker holds in memory is gone with the process. When the requests are done, stop the worker, wait for it, and deliver what is left, before main returns.',
};
export const inTheDrain: Moment = {
  when: 'during the drain',
  hint: 'During the drain events are still accepted. A worker that is stopped at the signal, or flushed before the drain is over, misses them: flush last.',
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

/** Undefined where it was not accepted: only a 202 is a promise. */
export async function accepted({ http }: CheckContext, { server, story }: Service, one: Event): Promise<Event[]> {
  const reply = await http.send(posting(server.url('/events'), one));
  story.add(`POST /events ${one.text}: ${describe(reply)}`);
  return reply.status === 202 ? [one] : [];
}

/** One after the other on a few connections, as fast as they are answered. Those that were accepted. */
export async function acceptedCrowd(
  { http, defer }: CheckContext,
  { server, story }: Service,
  events: Event[],
): Promise<Event[]> {
  const waiting = [...events];
  const taken: Event[] = [];
  const client = async () => {
    const session = http.session();
    defer(() => session.close());
    for (let one = waiting.shift(); one; one = waiting.shift())
      if ((await session.send(posting(server.url('/events'), one))).status === 202) taken.push(one);
    session.close();
  };
  await Promise.all(Array.from({ length: 4 }, client));
  story.add(`POST /events, ${events.length} more: ${taken.length} answered with 202`);
  return taken;
}

const posting = (url: string, { text }: Event) => ({
  url,
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: text,
});

/** A sink that takes whatever comes, and says so. */
export function acknowledging({ sink }: Service): Set<UpstreamRequest> {
  const taken = new Set<UpstreamRequest>();
  sink.respond((request) => {
    request.answer();
    taken.add(request);
  });
  return taken;
}

/** The requests are over, and the worker's own limit is 10 seconds. */
const endMs = 20_000;

/** Also awaits that the sink has read all that the program sent before it was gone. */
export async function ended({ files }: CheckContext, service: Service): Promise<void> {
  const { story, server } = service;
  const exit = await service.exit(endMs);
  if (!exit)
    fail({
      summary: 'The program does not end: its worker, or something that waits for it, goes on.',
      expected: 'after the requests the worker is flushed, with a limit of 10 seconds, and the program exits',
      actual: `${endMs / 1000} seconds after connections were refused it was still running`,
      hint: 'The worker’s loop needs a way to be told: a context that you cancel, or a channel that you close. Then wait for it.',
      evidence: [story.evidence, server.log.evidence, where(files, /\.run\(|go func/)],
    });
  await sinkIsQuiet(service);
}

/** The sink has read all that the program sent before it was gone. */
export const sinkIsQuiet = ({ sink }: Service) => eventually(generousMs, () => (sink.open === 0 ? true : undefined));
