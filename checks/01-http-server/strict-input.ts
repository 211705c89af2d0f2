import { type CheckContext, check, failIf } from '#kit';
import { chunkedAccepted, chunkedRefused, extraField, tooLarge, trailing } from './findings/strict-input.ts';
import { type Api, expectAnswer, expectError, expectTaken, openApi } from './scene.ts';
import { someone } from './users.ts';

/** Fields the contract does not know and anything behind the document → 400; a body over 1 MiB → 413. */
export const strictInput = check(
  'strict-input',
  'refuses unknown fields, trailing garbage and bodies over 1 MiB',
  { level: 'stretch', lesson: 'JSON in', after: ['create-user', 'validates'] },
  async (context) => {
    const api = await openApi(context);
    await expectFieldsRefused(api);
    await expectNothingBehind(api);
    await expectLimit(api);
    await expectLimitOfChunks(api, context);
  },
);

async function expectFieldsRefused(api: Api): Promise<void> {
  const unknown = await api.post(
    { ...someone(), role: 'admin' },
    'POST /api/users with a field "role", which the contract does not know',
  );
  expectError(unknown, 400, extraField(unknown, 'role'));
  const own = await api.post(
    { ...someone(), id: 4711 },
    'POST /api/users with a field "id", which a client does not send',
  );
  expectError(own, 400, extraField(own, 'id'));
}

async function expectNothingBehind(api: Api): Promise<void> {
  const valid = JSON.stringify(someone());
  for (const [behind, words] of [
    ['xyz', 'with xyz behind the JSON document'],
    [` ${valid}`, 'with two JSON documents'],
    ['}', 'with one brace too many'],
  ] as const) {
    const answer = await api.post(valid + behind, `POST /api/users ${words}`);
    expectError(answer, 400, trailing(answer));
  }
  expectTaken(
    await api.post(`\n ${valid}\r\n\t `, 'POST /api/users with white space around the document, which is allowed'),
    'White space around the document is part of JSON, not something behind it.',
  );
}

const limit = 2 ** 20;
/** Ends inside its first string. */
const tooMuch = '{"name":"'.padEnd(limit + 1, 'A');

/** Exactly 1 MiB, padded where every JSON reader skips it; and one byte more. */
async function expectLimit(api: Api): Promise<void> {
  const rest = JSON.stringify(someone()).slice(1);
  const fits = `{${' '.repeat(limit - rest.length - 1)}${rest}`;
  expectTaken(
    await api.post(fits, 'POST /api/users with a body of exactly 1 MiB (1,048,576 bytes), which is allowed'),
    'The limit is the largest size allowed: http.MaxBytesReader(w, r.Body, 1<<20) lets exactly that many bytes pass.',
  );
  const answer = await api.post(tooMuch, 'POST /api/users with a body of 1 MiB + 1 byte');
  expectError(answer, 413, tooLarge(answer));
}

/** The same without Content-Length (RFC 9112, 7.1): a limit that looks at the header alone does not see it. */
async function expectLimitOfChunks(api: Api, { http, source }: CheckContext): Promise<void> {
  const large = await sendChunked(api, http, tooMuch);
  // If the program has died, what is known of that says more.
  if (large === undefined)
    expectAnswer(await api.get('/health', 'GET /health after a chunked body of 1 MiB + 1 byte')).answered();
  failIf(chunkedAccepted(large, source));
  failIf(chunkedRefused(await sendChunked(api, http, JSON.stringify(someone())), source));
}

/** The status of the answer; undefined when none came. */
async function sendChunked(api: Api, http: CheckContext['http'], body: string): Promise<string | undefined> {
  const connection = await http.connect(api.server.url('/'));
  const head =
    'POST /api/users HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
  void connection.write(`${head}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
  await connection.until(/^HTTP\/1\.[01] \d{3}[\s\S]*\r\n\r\n/);
  connection.destroy();
  return /^HTTP\/1\.[01] (\d{3})/.exec(connection.received)?.[1];
}
