/** Two dashboards for the same id, in flight at once: each asks for itself. */
import { type CheckContext, fail, type Server } from '#kit';
import { askedFor } from './asked.ts';
import { dashboard, type Fakes, names, pathOf, silent } from './fakes.ts';
import { asks, handlerStruct, where } from './places.ts';

const patienceMs = 2_000;

/** Whoever lets one wait for the other is let through after a while; only the number of requests counts. */
export async function expectNoSharing({ http, files }: CheckContext, fakes: Fakes, server: Server): Promise<void> {
  const id = 9;
  for (const name of names) fakes.respond(name, silent);
  fakes.story.restart();
  fakes.story.tell('we', `→ GET /api/dashboard/${id}, twice at once, and hold every upstream answer`);
  const request = { url: dashboard(server, id), timeoutMs: 60_000 };
  const pending = http.together([request, request]);
  const all = names.map((name) => fakes[name].arrived(fakes[name].requests.length + 2, patienceMs));
  await Promise.race([Promise.all(all), pending]);
  for (const name of names) {
    fakes.story.tell(name, 'answers');
    fakes.release(name);
  }
  const replies = await pending;
  if (replies.some(({ status }) => status !== 200)) return;
  const short = names.find((name) => askedFor(fakes, name, id).length < 2);
  if (!short) return;
  fail({
    summary: `Two dashboards for the same id were in flight at once, and ${short} was asked only once for both.`,
    expected: `each dashboard makes exactly one request to each upstream: 2 × GET ${pathOf(short, id)}`,
    actual: `${askedFor(fakes, short, id).length} × GET ${pathOf(short, id)}, and two answers`,
    hint: 'One dashboard was given what the other had asked for. Sharing an answer (singleflight) is a cache for a moment: the contract has none, and when one client leaves, the other loses its answer too.',
    evidence: [fakes.story.evidence, where(files, /singleflight|map\[(int64|string)\]\*/, handlerStruct, asks)],
  });
}
