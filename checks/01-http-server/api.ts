/** The service as a client sees it: what was asked, what came back, and the sentences for what is wrong with it. */
import {
  type CheckContext,
  describe,
  type Evidence,
  type Files,
  fail,
  type Json,
  parseJson,
  type Reply,
  type Server,
  type StartOptions,
} from '#kit';

/** One exchange. `did` is what we did, in words: 'GET /health'. */
export type Answer = { did: string; reply: Reply; evidence: Evidence[]; files: Files; server: Server };

export type Api = {
  readonly server: Server;
  ask(method: string, path: string, did?: string): Promise<Answer>;
  get(path: string, did?: string): Promise<Answer>;
  /** POST /api/users: a string is sent as it is, anything else as JSON. */
  post(body: unknown, did?: string): Promise<Answer>;
  answer(did: string, reply: Reply): Answer;
};

const asJson = { 'Content-Type': 'application/json' };

export async function openApi({ app, http, files }: CheckContext, options?: StartOptions): Promise<Api> {
  const server = await app.start(options);
  const answer = (did: string, reply: Reply): Answer => ({ did, reply, evidence: [reply.evidence], files, server });
  const ask: Api['ask'] = async (method, path, did = `${method} ${path}`) =>
    answer(did, await http.send({ url: server.url(path), method }));
  return {
    server,
    answer,
    ask,
    get: (path, did) => ask('GET', path, did),
    async post(body, did = 'POST /api/users') {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return answer(
        did,
        await http.send({ url: server.url('/api/users'), method: 'POST', headers: asJson, body: text }),
      );
    },
  };
}

/** Where in the learner's Go files to look: the first line of code (not of comment) that matches the earliest pattern possible. */
export function look(files: Files, ...patterns: RegExp[]): Evidence | undefined {
  for (const pattern of patterns) {
    const code = new RegExp(`^(?!\\s*//).*(?:${pattern.source})`, pattern.flags);
    const at = files.locate(code, /(?<!_test)\.go$/);
    if (at) return files.excerpt(at);
  }
  return undefined;
}

/** Fails unless a whole answer came. */
export async function expectAnswer(answer: Answer): Promise<void> {
  const { did, reply, server, files } = answer;
  if (reply.outcome === 'answered') return;
  const exit = reply.outcome === 'timed-out' ? undefined : await server.exited(1000);
  const panic = panicIn(server.log.evidence.text.split('\n'));
  fail({
    summary: exit
      ? `The program ended while it should have answered: ${did}.`
      : `No proper answer came: ${did}${panic ? `; the handler panicked: ${panic.message}` : ''}.`,
    expected: 'a whole HTTP answer, and a program that goes on',
    actual: exit ? `${describe(reply)}; the program ended: ${describe(exit)}` : describe(reply),
    hint:
      reply.outcome === 'timed-out'
        ? 'The handler never came to its end. The usual cause is a lock that is taken twice: while a method holds s.mu, it must not call another that locks s.mu too. Or one that is locked and never unlocked.'
        : reply.outcome === 'cut' && !exit && !panic && reply.header('content-length') !== ''
          ? 'The Content-Length that the program announces is not the length of what it sends: it counts bytes, so len(b), not code points. Without a Content-Length of your own, net/http sets the right one.'
          : 'A handler that panics closes its connection without an answer; a panic elsewhere, or log.Fatal, ends the program. What it printed says which, and in which line.',
    evidence: [...answer.evidence, panic?.at && files.excerpt(panic.at, 'where it panicked'), server.log.evidence],
  });
}

/** What net/http logs of a handler's panic, and the learner's nearest frame (their paths are relative in the evidence). */
function panicIn(lines: readonly string[]): { message: string; at?: { file: string; line: number } } | undefined {
  const begin = lines.findIndex((line) => /http: panic serving /.test(line));
  const message = /http: panic serving \S+: (.+)/.exec(lines[begin] ?? '')?.[1];
  if (message === undefined) return undefined;
  const frames = lines.slice(begin).map((line) => /^\s+([^/\s][^:\s]*\.go):(\d+)/.exec(line));
  const [, file, line] = frames.find((frame) => frame) ?? [];
  return { message, ...(file ? { at: { file, line: Number(line) } } : {}) };
}

/** What a status that is not the expected one usually comes from. */
function whyStatus(got: number, wanted: number): string {
  if (got >= 300 && got < 400)
    return 'A redirect usually means that the pattern ends with a slash and the path does not.';
  if (got === 404)
    return 'No route matched, or the handler itself said 404. Compare the pattern with the path, letter by letter.';
  if (got === 405) return 'The path is known, this method is not: is there a pattern for it, as in "POST /api/users"?';
  if (got === 501) return 'That is what the starter answers until the handler is written.';
  if (got === 400 && wanted < 300)
    return 'The server refused what the contract allows. The error in its answer says where it stumbled.';
  if (got === 500) return 'A 5xx status says that the server is at fault. What the client got wrong is a 4xx.';
  if (got === 200 && wanted >= 400)
    return 'Without a call of WriteHeader (or writeError) the status is 200. Is there a return after it?';
  if (got === 200) return 'Without a call of WriteHeader the status is 200: pass the right one to writeJSON.';
  return 'The status is the first argument of WriteHeader, and the second of writeJSON.';
}

export async function expectStatus(answer: Answer, status: number, hint?: string, code?: Evidence): Promise<void> {
  await expectAnswer(answer);
  const { did, reply } = answer;
  if (reply.status === status) return;
  const form =
    reply.status === 400 && status < 300 ? look(answer.files, /\.(Post)?FormValue\(|\.Parse\w*Form\(/) : undefined;
  fail({
    summary: `${did}: the status is ${reply.status}, not ${status}.`,
    expected: `status ${status}`,
    actual: describe(reply),
    hint: form
      ? 'FormValue reads the query and HTML forms, not JSON: decode r.Body with encoding/json.'
      : (hint ?? whyStatus(reply.status, status)),
    evidence: [...answer.evidence, form ?? code],
  });
}

/** The status, Content-Type application/json (parameters and case don't count), and a body that is one JSON document. */
export async function expectJson(answer: Answer, status: number, hint?: string, code?: Evidence): Promise<Json> {
  await expectStatus(answer, status, hint, code);
  const { did, reply, files } = answer;
  const type = reply.header('content-type');
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json')
    fail({
      summary: `${did}: the Content-Type is ${type || 'missing'}, not application/json.`,
      expected: 'Content-Type: application/json',
      actual: type ? `Content-Type: ${type}` : 'no Content-Type',
      hint: 'Set it with w.Header().Set before WriteHeader and before the first byte of the body: what is set later is lost, and Go then guesses text/plain. fmt.Fprintln lets it guess, http.Error always sends text/plain; writeJSON does it right.',
      evidence: [
        ...answer.evidence,
        code ?? look(files, /http\.Error\(/, /Fprint(ln|f)?\(w|io\.WriteString\(w/, /w\.Write\(/, /\.WriteHeader\(/),
      ],
    });
  const document = parseJson(reply.body);
  return document === undefined ? fail(notJson(answer)) : document;
}

function notJson({ did, reply, evidence, files }: Answer) {
  const coding = reply.header('content-encoding');
  const twice = /^\s*\{.*\}\s*\{/s.test(reply.body);
  return {
    summary: twice
      ? `${did}: the body holds two JSON documents, one behind the other.`
      : `${did}: the body is not JSON.`,
    expected: 'one JSON document',
    actual: describe(reply),
    hint: coding
      ? `It is sent with Content-Encoding: ${coding}, though the request did not ask for that with an Accept-Encoding header. Send the JSON as it is.`
      : twice
        ? 'The handler answered twice: a return is missing after the error was written.'
        : 'Let encoding/json write it: text put together by hand breaks at the first quote or control character in a name.',
    evidence: [
      ...evidence,
      coding
        ? look(files, /Content-Encoding|gzip\./)
        : twice
          ? look(files, statusInCode(reply.status), /writeError\(/)
          : undefined,
    ],
  };
}

/** Where a handler writes an error's status, as a name of net/http or as a number. */
function statusInCode(status: number): RegExp {
  const name = { 400: 'StatusBadRequest', 404: 'StatusNotFound' }[status];
  return new RegExp(`\\(.*\\b(?:${name ? `${name}|` : ''}${status})\\b`);
}

/** An error of the contract: the status, and {"error":"…"} with a text. */
export async function expectError(answer: Answer, status: number, hint?: string, code?: Evidence): Promise<void> {
  const document = await expectJson(answer, status, hint, code);
  if (member(document, 'error', (value): value is string => typeof value === 'string' && value.trim() !== '')) return;
  fail({
    summary: `${answer.did}: the error is not explained.`,
    expected: '{"error":"…"} with a text of your choice',
    actual: describe(answer.reply),
    hint: 'writeError in json.go makes such a body.',
    evidence: answer.evidence,
  });
}

/** The member of an object, where it has one of that kind. */
export function member<T extends Json>(
  document: Json | undefined,
  key: string,
  is: (value: Json | undefined) => value is T,
): T | undefined {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined;
  const value = (document as Record<string, Json>)[key];
  return is(value) ? value : undefined;
}
