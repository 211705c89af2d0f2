/** Both documents are in the dashboard as JSON, whichever finishes first, and malformed ids ask nobody. */
import {
  type CheckContext,
  check,
  describe,
  type Evidence,
  fail,
  type Json,
  parseJson,
  type Reply,
  sameJson,
  type UpstreamRequest,
  within,
} from '#kit';
import { digitsOnly, firstDifference, isObject } from './difference.ts';
import { dashboard, type Fakes, type Name, names, openFakes, otherThan, silent, startWith } from './fakes.ts';
import { decodes, encodes, handlerRoute, where } from './places.ts';
import { expectAsked } from './unanswered.ts';

/** Numbers that a float64 cannot hold, text that HTML escaping and careless copying damage, and things that get lost: null, [] and false. */
const profileText = (id: number, edition: string) =>
  `{"id":${id},"edition":"${edition}","account":9007199254740993,"name":"Zoë \\u0141ukasz \\"Łu\\" <ł@x> & 日本","nickname":null,"verified":false,"tags":[],"limits":{"daily":1000.50,"rate":1e-7}}`;
const ordersText = (id: number, edition: string) =>
  `[{"id":12345678901234567890,"user":${id},"edition":"${edition}","total":19.90,"items":[{"sku":"A-1","n":2},{"sku":"B\\/2","n":0}]},{"id":2,"user":${id},"total":0.00,"items":[]}]`;
const texts = { profile: profileText, orders: ordersText };

type Sent = Record<Name, string>;

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
      judge(context, { fakes, sent, reply, round, log: server.log.evidence });
    }
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

type Seen = { fakes: Fakes; sent: Sent; reply: Reply; round: number; log: Evidence };

function judge(context: CheckContext, { fakes, sent, reply, round, log }: Seen): void {
  const evidence = [reply.evidence, fakes.story.evidence];
  const place = where(context.files, encodes, handlerRoute);
  if (reply.outcome !== 'answered' || reply.status !== 200)
    fail({
      summary: 'A dashboard whose upstreams both answer was not answered with 200.',
      expected: 'status 200 with {"profile":…,"orders":…}',
      actual: describe(reply),
      hint: 'Each upstream answered 200 with a JSON document.',
      evidence: [...evidence, log, where(context.files, handlerRoute)],
    });
  const body = parseJson(reply.body);
  if (!isObject(body))
    fail({
      summary: 'The dashboard is not a JSON object.',
      expected: '{"profile":…,"orders":…}',
      actual: describe(reply),
      hint: 'Encode one value with two members, for instance a struct of two json.RawMessage, and write nothing else.',
      evidence: [...evidence, place],
    });
  const stale = names.find((name) => fakes[name].requests.length < round);
  if (stale)
    fail({
      summary: `The second dashboard for the same id was answered without asking ${stale} again.`,
      expected: 'each dashboard makes one request to each upstream, also for an id that was asked before',
      actual: `no request arrived at ${stale}, and the answer is an older one`,
      hint: 'Nothing in the contract says how long a document stays true, so a cache shows the user yesterday’s orders.',
      evidence: [...evidence, place],
    });
  for (const name of names) judgeDocument(name, body, sent, [...evidence, placeOf(context, name, body[name], sent)]);
  if (!/^application\/json\b/i.test(reply.header('content-type')))
    fail({
      summary: 'The dashboard is JSON, but its Content-Type says something else.',
      expected: 'Content-Type: application/json',
      actual: `Content-Type: ${reply.header('content-type') || '(none)'}`,
      hint: 'Set it before WriteHeader: w.Header().Set("Content-Type", "application/json").',
      evidence: [...evidence, place],
    });
}

/** A document that came out changed was decoded somewhere; one that is missing, a text, or the other's was put in wrongly. */
function placeOf({ files }: CheckContext, name: Name, got: Json | undefined, sent: Sent): Evidence | undefined {
  const changed = got !== undefined && typeof got !== 'string' && !sameJson(got, parseJson(sent[otherThan(name)]));
  return changed ? where(files, decodes, encodes, handlerRoute) : where(files, encodes, handlerRoute);
}

function judgeDocument(
  name: Name,
  body: { [key: string]: Json },
  sent: Sent,
  evidence: (Evidence | undefined)[],
): void {
  const wanted = parseJson(sent[name]);
  const got = body[name];
  if (sameJson(got, wanted)) return;
  const { summary, hint } = diagnose(name, got, sent);
  const difference = got === undefined ? undefined : firstDifference(wanted, got, name);
  fail({
    summary,
    expected: difference ? `${difference.path}: ${difference.wanted}` : `"${name}": the document that ${name} sent`,
    actual: difference ? `${difference.path}: ${difference.got}` : `no member "${name}"`,
    hint,
    evidence,
  });
}

const keepText =
  'Keep the document as the text that came: declare it as json.RawMessage, check it with json.Valid, and encoding/json embeds it untouched.';

function diagnose(name: Name, got: Json | undefined, sent: Sent): { summary: string; hint: string } {
  if (got === undefined)
    return {
      summary: `The dashboard has no member "${name}".`,
      hint: 'The two members are named profile and orders, in lower case: use struct tags such as `json:"profile"`.',
    };
  const other = otherThan(name);
  if (sameJson(got, parseJson(sent[other])))
    return {
      summary: `The dashboard has the document of ${other} under "${name}".`,
      hint: 'Two goroutines finish in any order, so the first result from a channel may be either. Send along whose it is: a struct with the name and the document, or a channel for each.',
    };
  if (typeof got === 'string')
    return {
      summary: parseJson(got)
        ? `"${name}" is a text that contains JSON, not JSON.`
        : `"${name}" is a text, not the document.`,
      hint: `A string is quoted by encoding/json, and a []byte becomes base64. ${keepText}`,
    };
  if (digitsOnly(parseJson(sent[name]), got))
    return {
      summary: `The numbers in "${name}" are not those that came: they went through a float64.`,
      hint: `Decoding into any turns every number into a float64, which has 53 bits of precision and no memory of its zeros. ${keepText}`,
    };
  return {
    summary: `"${name}" is not the document that ${name} sent.`,
    hint: `A struct keeps only the fields it names. ${keepText}`,
  };
}
