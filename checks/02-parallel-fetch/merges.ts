/** Both documents are in the dashboard as JSON, whichever comes first. */
import { check, fail, failIf, replyProblem, size, type UpstreamRequest, within } from '#kit';
import { longDocumentLost, wrongDashboard } from './findings/merges.ts';
import { noUpstreamAsked } from './findings/not-asked.ts';
import { headStart, openScene, type Scene } from './scene.ts';
import { silent } from './upstreams/handlers.ts';
import { type Name, otherThan } from './upstreams/names.ts';

/** Numbers that a float64 cannot hold, text that HTML escaping and careless copying damage, and values that get lost: null, [] and false. */
const texts = {
  profile: (id: number, edition: string) =>
    `{"id":${id},"edition":"${edition}","account":9007199254740993,"name":"Zoë \\u0141ukasz \\"Łu\\" <ł@x> & 日本","nickname":null,"verified":false,"tags":[],"limits":{"daily":1000.50,"rate":1e-7}}`,
  orders: (id: number, edition: string) =>
    `[{"id":12345678901234567890,"user":${id},"edition":"${edition}","total":19.90,"items":[{"sku":"A-1","n":2},{"sku":"B\\/2","n":0}]},{"id":2,"user":${id},"total":0.00,"items":[]}]`,
};

type Round = { id: number; nth: number; edition: string; last: Name; repeated?: boolean };
/** The last one asks for the first one's id again: the documents have changed since. */
const rounds: readonly Round[] = [
  { id: 7, nth: 1, edition: 'first', last: 'orders' },
  { id: 8, nth: 2, edition: 'second', last: 'profile' },
  { id: 7, nth: 3, edition: 'third', last: 'orders', repeated: true },
];

export const merges = check(
  'merges',
  'puts both documents into the dashboard, whichever comes first',
  { lesson: 'A document stays text' },
  async (context) => {
    const scene = await openScene(context, { handlers: { profile: silent, orders: silent } });
    for (const round of rounds) await ordinaryDocuments(scene, round);
    await longDocument(scene, { id: 9, nth: rounds.length + 1 });
  },
);

async function ordinaryDocuments(scene: Scene, { id, nth, edition, last, repeated }: Round): Promise<void> {
  const sent = { profile: texts.profile(id, edition), orders: texts.orders(id, edition) };
  answerInOrder(scene, sent, last);
  scene.timeline.tell('we', `→ GET /api/dashboard/${id}; ${last} will answer last`);
  const reply = await scene.get(id);
  const seen = scene.seen(id, reply);
  failIf(noUpstreamAsked(seen));
  failIf(wrongDashboard(seen, reply, { sent, nth, repeated }));
}

/** The last one waits until the other has been asked and has answered; not for long, as it may only be asked afterwards. */
function answerInOrder({ upstreams, timeline }: Scene, sent: Record<Name, string>, last: Name): void {
  const first = otherThan(last);
  const firstAnswered = Promise.withResolvers<void>();
  const answer = (name: Name, request: UpstreamRequest) => {
    timeline.tell(name, 'answers');
    request.answer({ body: sent[name] });
  };
  upstreams.respond(first, async (request) => {
    answer(first, request);
    await headStart();
    firstAnswered.resolve();
  });
  upstreams.respond(last, async (request) => {
    await within(1_500, firstAnswered.promise);
    answer(last, request);
  });
}

/** Thousands of orders, in two pieces and without Content-Length. */
async function longDocument(scene: Scene, { id, nth }: { id: number; nth: number }): Promise<void> {
  const { upstreams, timeline } = scene;
  const items = Array.from({ length: 4_000 }, (_, index) => `{"order":${index + 1},"item":"tea","cents":1250.50}`);
  const sent = { profile: texts.profile(id, 'fourth'), orders: `[${items.join(',')}]` };
  upstreams.respond('profile', (request) => request.answer({ body: sent.profile }));
  upstreams.respond('orders', async (request) => {
    timeline.tell('orders', `answers ${size(sent.orders.length)} in two pieces, without Content-Length`);
    request.begin({ headers: chunked, body: sent.orders }, 3_000);
    await headStart(); // so that the pieces travel apart
    request.finish();
  });
  timeline.restart();
  timeline.tell('we', `→ GET /api/dashboard/${id}; orders is a long document`);
  const reply = await scene.get(id);
  const seen = scene.seen(id, reply);
  if (replyProblem(reply, { status: 200 })) fail(longDocumentLost(seen, reply, sent.orders.length));
  failIf(wrongDashboard(seen, reply, { sent, nth }));
}

/** A header without a value makes no line, so Node sends chunks. */
const chunked = { 'Content-Length': [] };
