/** What the program is before it knows any user: its port, its health, its methods, its paths. */
import {
  type Check,
  type CheckContext,
  check,
  describe,
  describeFault,
  Failure,
  FaultyProgram,
  fail,
  sameJson,
} from '#kit';
import { type Answer, expectAnswer, expectJson, expectStatus, look, openApi } from './api.ts';
import { seed, someone } from './users.ts';

/** With PORT unset it listens on 8080. */
export const defaultPort = check(
  'default-port',
  'takes port 8080 when PORT is not set',
  { timeoutMs: 400_000, lesson: 'The contract' },
  async (context) => {
    try {
      await context.app.start({ port: 'absent' });
    } catch (error) {
      if (!(error instanceof FaultyProgram)) throw error;
      const { actual, evidence } = describeFault(error.fault);
      fail({
        summary: `Without PORT in its environment the program does not listen on 8080: ${actual}.`,
        expected: 'it listens on port 8080 when PORT is not set',
        hint: 'os.Getenv("PORT") is "" when the variable is not set: put 8080 in its place then.',
        actual,
        evidence: [...evidence, look(context.files, /Getenv\(|LookupEnv\(/)],
      });
    }
  },
);

/** GET /health → 200, application/json, {"status":"ok"} compared as JSON. */
export const health = check(
  'health',
  'answers GET /health with {"status":"ok"}',
  { lesson: 'JSON out' },
  async (context) => {
    const api = await openApi(context);
    const answer = await api.get('/health');
    const code = look(context.files, /\/health"/);
    const document = await expectJson(answer, 200, undefined, answer.reply.status === 200 ? undefined : code);
    if (sameJson(document, { status: 'ok' })) return;
    fail({
      summary: 'GET /health: the document is not {"status":"ok"}.',
      expected: '{"status":"ok"} and nothing else (white space does not count)',
      actual: describe(answer.reply),
      hint: 'writeJSON(w, http.StatusOK, map[string]string{"status": "ok"}) sends exactly that.',
      evidence: [answer.reply.evidence, code],
    });
  },
);

/** Wrong method on a known path → 405 with Allow; unknown path → 404. */
export const methods = check(
  'methods',
  'refuses wrong methods with 405 and Allow, and unknown paths with 404',
  { lesson: 'Routes: method and path' },
  async (context) => {
    const api = await openApi(context);
    const path = `/api/users/${await seedOrAny(context, api)}`;
    const wrong: [method: string, path: string, allowed: string[]][] = [
      ['POST', '/health', ['GET']],
      ['DELETE', '/health', ['GET']],
      ['PATCH', '/api/users', ['GET', 'POST']],
      ['POST', path, ['GET']],
    ];
    for (const [method, at, allowed] of wrong) await expectNotAllowed(await api.ask(method, at), method, allowed);
    for (const at of ['/nope', '/healthy', '/api/nope']) await expectUnknown(await api.get(at));
    const below = await api.get(`${path}/nothing`);
    // Who takes all that is behind /api/users/ for the id may call it malformed.
    if (below.reply.status !== 400) await expectUnknown(below);
  },
);

/** A router that looks the user up before the method needs one that exists; where none can be made, 1 will do. */
async function seedOrAny({ signal }: CheckContext, api: Awaited<ReturnType<typeof openApi>>): Promise<string> {
  try {
    return await seed(api, someone());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    signal.throwIfAborted();
    return '1';
  }
}

async function expectNotAllowed(answer: Answer, method: string, allowed: string[]): Promise<void> {
  const code = look(
    answer.files,
    /Handle(Func)?\("\/"/,
    /"(\/health|\/api\/users.*)"/,
    /switch .*Method|\.Method [!=]=/,
  );
  const { status } = answer.reply;
  const hint =
    status === 404
      ? 'The path is in the contract, so 404 is not the answer (unless its route is not written yet): 405 says that only the method does not fit. The mux does it by itself for patterns with a method, unless a pattern "/" takes everything that no other pattern wants.'
      : 'A pattern without a method, like "/health", takes every method, and "/" takes every path. Write "GET /health": the mux then answers 405 with Allow by itself.';
  await expectStatus(answer, 405, hint, code);
  // RFC 9110, 10.2.1: a list, which may come on several lines.
  const values = (answer.reply.headers.allow ?? []).flatMap((line) => line.split(',')).map((one) => one.trim());
  const missing = allowed.filter((one) => !values.includes(one));
  if (missing.length === 0 && !values.includes(method)) return;
  fail({
    summary:
      values.length === 0
        ? `${answer.did}: 405 without an Allow header.`
        : `${answer.did}: the Allow header does not name the right methods.`,
    expected: `Allow: ${allowed.join(', ')} (HEAD and OPTIONS may stand there too)`,
    actual: values.length === 0 ? 'no Allow header' : `Allow: ${values.join(', ')}`,
    hint: 'A 405 has to say what would be right. Set Allow before WriteHeader, or let the mux do it: it knows the methods of your patterns.',
    evidence: [...answer.evidence, look(answer.files, /"Allow"|MethodNotAllowed|405/)],
  });
}

async function expectUnknown(answer: Answer): Promise<void> {
  await expectAnswer(answer);
  if (answer.reply.status === 404) return;
  const swallows = look(answer.files, /HandleFunc\("(GET |POST )?\/"|Handle\("(GET |POST )?\/"|HasPrefix\(/);
  await expectStatus(
    answer,
    404,
    'No such path is in the contract. A pattern that ends with a slash matches everything below it, and "/" matches every path there is ("/{$}" is the root alone); strings.HasPrefix takes more than one path, too.',
    swallows,
  );
}

export const basics: Check[] = [defaultPort, health, methods];
