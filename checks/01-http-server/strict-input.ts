import { type CheckContext, check, type Evidence, fail } from '#kit';
import { type Answer, type Api, expectAnswer, expectError, look, openApi } from './api.ts';
import { someone } from './users.ts';
import { expectTaken } from './validates.ts';

const limit = 2 ** 20;

/** Fields the contract does not know and anything behind the document → 400; a body over 1 MiB → 413. */
export const strictInput = check(
  'strict-input',
  'refuses unknown fields, trailing garbage and bodies over 1 MiB',
  { level: 'stretch', lesson: 'JSON in' },
  async (context) => {
    const api = await openApi(context);
    await expectUnknownRefused(api);
    await expectNothingBehind(api);
    await expectLimit(api, context);
  },
);

async function expectUnknownRefused(api: Api): Promise<void> {
  const drops =
    'decoder.DisallowUnknownFields() makes Decode return an error for it. Silently dropping what a client sends hides its typing mistakes.';
  const own =
    'The server gives the id, so a new user has a name and an e-mail only. Decode into a struct without an id: DisallowUnknownFields lets every field of the struct pass.';
  for (const [field, value, words, hint] of [
    ['role', 'admin', 'which the contract does not know', drops],
    ['id', 4711, 'which a client does not send', own],
  ] as const) {
    const answer = await api.post(
      { ...someone(), [field]: value },
      `POST /api/users with a field "${field}", ${words}`,
    );
    await expectError(answer, 400, hint, look(answer.files, /NewDecoder\(|json\.Unmarshal\(/));
  }
}

async function expectNothingBehind(api: Api): Promise<void> {
  const valid = JSON.stringify(someone());
  for (const [behind, words] of [
    ['xyz', 'with xyz behind the JSON document'],
    [` ${valid}`, 'with two JSON documents'],
    ['}', 'with one brace too many'],
  ] as const) {
    const answer = await api.post(valid + behind, `POST /api/users ${words}`);
    await expectError(
      answer,
      400,
      'Decode reads one document and stops, whatever follows. Call decoder.Token() (or Decode) once more and expect io.EOF.',
      look(answer.files, /\.Decode\(/),
    );
  }
  await expectTaken(
    await api.post(`\n ${valid}\r\n\t `, 'POST /api/users with white space around the document, which is allowed'),
    'White space belongs to JSON and is not "something behind the document".',
  );
}

/** Exactly 1 MiB, padded where every JSON reader skips it; and one byte more, cut off inside the first string. */
async function expectLimit(api: Api, context: CheckContext): Promise<void> {
  const rest = JSON.stringify(someone()).slice(1);
  const fits = `{${' '.repeat(limit - rest.length - 1)}${rest}`;
  await expectTaken(
    await api.post(fits, 'POST /api/users with a body of exactly 1 MiB (1,048,576 bytes), which is allowed'),
    'The limit is the largest size allowed: http.MaxBytesReader(w, r.Body, 1<<20) lets exactly so many bytes pass.',
  );
  const tooMuch = '{"name":"'.padEnd(limit + 1, 'A');
  const announced = await api.post(tooMuch, 'POST /api/users with a body of 1 MiB + 1 byte');
  await expectError(announced, 413, tooLargeHint(announced), limitCode(announced));
  await expectChunkedRefused(api, context, tooMuch);
}

function tooLargeHint({ reply, files }: Answer): string {
  const limited = look(files, /MaxBytes(Reader|Handler)\(|Limit(ed)?Reader/) !== undefined;
  return limited && reply.status === 400
    ? 'A body that is too large is told apart from one that is wrong: errors.As(err, &tooLarge) with var tooLarge *http.MaxBytesError finds it, also inside a wrapped error. io.LimitReader only cuts the body off, which then looks like broken JSON.'
    : 'http.MaxBytesReader(w, r.Body, 1<<20) in place of r.Body ends reading with a *http.MaxBytesError, for which the answer is 413. Without a limit, one client can fill the memory.';
}

const limitCode = ({ files }: Answer): Evidence | undefined =>
  look(files, /MaxBytesReader|MaxBytesHandler|LimitReader|ContentLength/, /NewDecoder\(|ReadAll\(/);

/** The same without Content-Length (RFC 9112, 7.1): a limit that looks at the header alone does not see it. */
async function expectChunkedRefused(api: Api, { http, files }: CheckContext, body: string): Promise<void> {
  const status = await sendChunked(api, http, body);
  if (status === '413') return expectChunkedTaken(api, http, files);
  // Where the program died, the ordinary words say so.
  if (status === undefined)
    await expectAnswer(await api.get('/health', 'GET /health after a chunked body of 1 MiB + 1 byte'));
  const evidence = look(files, /ContentLength/, /MaxBytesReader|ReadAll\(|NewDecoder\(/);
  fail({
    summary: 'A body of 1 MiB + 1 byte that is sent in chunks, without a Content-Length, is not refused with 413.',
    expected: 'status 413',
    actual: status === undefined ? 'no answer' : `status ${status}`,
    hint: 'r.ContentLength is what the client announces, and -1 where it announces nothing. http.MaxBytesReader counts what really comes.',
    evidence: [evidence],
  });
}

/** Unknown is not too large. */
async function expectChunkedTaken(api: Api, http: CheckContext['http'], files: Answer['files']): Promise<void> {
  const status = await sendChunked(api, http, JSON.stringify(someone()));
  if (status === undefined || status.startsWith('2')) return;
  fail({
    summary: 'A small body that is sent in chunks, without a Content-Length, is refused.',
    expected: 'status 201',
    actual: `status ${status}`,
    hint: 'r.ContentLength is -1 where the client announces nothing, which says nothing about the size. http.MaxBytesReader counts what really comes.',
    evidence: [look(files, /ContentLength/, /MaxBytesReader|ReadAll\(|NewDecoder\(/)],
  });
}

async function sendChunked(api: Api, http: CheckContext['http'], body: string): Promise<string | undefined> {
  const connection = await http.connect(api.server.url('/'));
  const head =
    'POST /api/users HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
  void connection.write(`${head}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
  await connection.until(/^HTTP\/1\.[01] \d{3}[\s\S]*\r\n\r\n/);
  connection.destroy();
  return /^HTTP\/1\.[01] (\d{3})/.exec(connection.received)?.[1];
}
