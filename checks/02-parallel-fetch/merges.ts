/** Both documents are in the dashboard as JSON, whichever finishes first, and malformed ids ask nobody. */
import {
  type CheckContext,
  check,
  describe,
  type Evidence,
  fail,
  parseJson,
  type Reply,
  type Server,
  type UpstreamRequest,
  within,
} from '#kit';
import { isObject } from './difference.ts';
import { judgeDocument, placeOf, type Sent } from './document-verdict.ts';
import { isJsonType, twoDocuments, writtenTwice } from './error-bodies.ts';
import { dashboard, type Fakes, type Name, names, openFakes, otherThan, silent, startWith } from './fakes.ts';
import { asks, encodes, handlerRoute, where } from './places.ts';
import { expectAsked, failNotAsked } from './unanswered.ts';

/** Numbers that a float64 cannot hold, text that HTML escaping and careless copying damage, and things that get lost: null, [] and false. */
const profileText = (id: number, edition: string) =>
  `{"id":${id},"edition":"${edition}","account":9007199254740993,"name":"Zoë \\u0141ukasz \\"Łu\\" <ł@x> & 日本","nickname":null,"verified":false,"tags":[],"limits":{"daily":1000.50,"rate":1e-7}}`;
const ordersText = (id: number, edition: string) =>
  `[{"id":12345678901234567890,"user":${id},"edition":"${edition}","total":19.90,"items":[{"sku":"A-1","n":2},{"sku":"B\\/2","n":0}]},{"id":2,"user":${id},"total":0.00,"items":[]}]`;
const texts = { profile: profileText, orders: ordersText };

export const merges = check(
  'merges',
  'puts both documents into the dashboard, whichever comes first',
  { lesson: 'A document stays text' },
  async (context) => {
    const fakes = await openFakes(context, { profile: silent, orders: silent });
    const server = await startWith(context, fakes);
    let round = 0;
    for (const last of ['orders', 'profile', 'orders'] as const) {
      round += 1;
      // The third round asks for the first one's id again: the documents have changed since.
      const id = round === 2 ? 8 : 7;
      const edition = ['first', 'second', 'third'][round - 1] ?? '';
      const sent = { profile: texts.profile(id, edition), orders: texts.orders(id, edition) };
      answerInOrder(fakes, sent, last);
      fakes.story.tell('we', `→ GET /api/dashboard/${id}; ${last} will answer last`);
      const reply = await context.http.get(dashboard(server, id));
      expectAsked(context, { fakes, reply, id });
      judge(context, { fakes, sent, reply, round, id, log: server.log.evidence });
    }
    await large(context, fakes, server);
  },
);

/** The last one waits until the other has been asked and answered; where that takes long (one asked after the other), it waits no longer. */
function answerInOrder(fakes: Fakes, sent: Sent, last: Name): void {
  const first = otherThan(last);
  let answered = () => {};
  const afterFirst = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const answer = (name: Name) => (request: UpstreamRequest) => {
    fakes.story.tell(name, 'answers');
    request.answer({ body: sent[name] });
  };
  fakes.respond(first, (request) => {
    answer(first)(request);
    setTimeout(answered, 20); // a head start; if the program still sees the other one first, nothing is lost
  });
  fakes.respond(last, async (request) => {
    await within(1_500, afterFirst);
    answer(last)(request);
  });
}

type Seen = { fakes: Fakes; sent: Sent; reply: Reply; round: number; id: number; log: Evidence };

/** 200 kB of orders, in two pieces and without Content-Length: an array without a value is no header line, so Node sends chunks. */
async function large(context: CheckContext, fakes: Fakes, server: Server): Promise<void> {
  const items = Array.from({ length: 4_000 }, (_, index) => `{"order":${index + 1},"item":"tea","cents":1250.50}`);
  const sent = { profile: texts.profile(9, 'fourth'), orders: `[${items.join(',')}]` };
  fakes.respond('profile', (request) => request.answer({ body: sent.profile }));
  fakes.respond('orders', (request) => {
    fakes.story.tell(
      'orders',
      `answers ${Math.round(sent.orders.length / 1000)} kB in two pieces, without Content-Length`,
    );
    const headers = { 'Content-Length': [] as unknown as string };
    request.begin({ headers, body: sent.orders }, 3_000);
    setTimeout(() => request.finish(), 20); // so that the pieces travel apart; should they not, nothing is lost
  });
  fakes.story.restart();
  fakes.story.tell('we', '→ GET /api/dashboard/9; orders is a long document');
  const reply = await context.http.get(dashboard(server, 9));
  const lost = reply.outcome !== 'answered' || reply.status !== 200;
  if (lost)
    fail({
      summary: 'A dashboard with a long document (200 kB of orders, in two pieces) was not answered with 200.',
      expected: 'status 200 with both documents, however long they are',
      actual: describe(reply),
      hint: 'One Read returns what has come so far, Content-Length may be missing (ContentLength is -1 then), and a buffer or a limit of a fixed size cuts long documents. io.ReadAll reads to the end.',
      evidence: [reply.evidence, fakes.story.evidence, server.log.evidence, where(context.files, reads, asks)],
    });
  judge(context, { fakes, sent, reply, round: 4, id: 9, log: server.log.evidence });
}

const reads = /LimitReader|MaxBytesReader|ContentLength|make\(\[\]byte|\.Read\(|ReadFull/;

function judge(context: CheckContext, { fakes, sent, reply, round, id, log }: Seen): void {
  const evidence = [reply.evidence, fakes.story.evidence];
  const place = where(context.files, encodes, handlerRoute);
  if (reply.outcome !== 'answered' || reply.status !== 200)
    fail({
      summary: 'A dashboard whose upstreams both answer was not answered with 200.',
      expected: 'status 200 with {"profile":…,"orders":…}',
      actual: describe(reply),
      hint: 'Each upstream that was asked answered 200 with a JSON document.',
      evidence: [...evidence, log, where(context.files, handlerRoute)],
    });
  const body = parseJson(reply.body);
  if (!isObject(body)) {
    const twice = twoDocuments(reply.body);
    fail({
      summary: twice ? 'Two JSON values stand in the answer.' : 'The dashboard is not a JSON object.',
      expected: '{"profile":…,"orders":…}',
      actual: describe(reply),
      hint: twice
        ? writtenTwice
        : 'Encode one value with two members, for instance a struct of two json.RawMessage, and write nothing else.',
      evidence: [...evidence, place],
    });
  }
  const stale = names.find((name) => fakes[name].requests.length < round);
  if (stale && round === 3) failStale(stale, [...evidence, place]);
  if (stale) failNotAsked(context, { fakes, reply, id, missing: [stale] });
  for (const name of names)
    judgeDocument(name, body, sent, [...evidence, placeOf(context.files, name, body[name], sent)]);
  if (!isJsonType(reply))
    fail({
      summary: 'The dashboard is JSON, but its Content-Type says something else.',
      expected: 'Content-Type: application/json',
      actual: `Content-Type: ${reply.header('content-type') || '(none)'}`,
      hint: 'Set it before WriteHeader: w.Header().Set("Content-Type", "application/json").',
      evidence: [...evidence, place],
    });
}

function failStale(stale: Name, evidence: (Evidence | undefined)[]): never {
  fail({
    summary: `The second dashboard for the same id was answered without asking ${stale} again.`,
    expected: 'each dashboard makes one request to each upstream, also for an id that was asked before',
    actual: `no request arrived at ${stale}, and the answer is an older one`,
    hint: 'Nothing in the contract says how long a document stays true, so a cache shows the user yesterday’s orders.',
    evidence,
  });
}
