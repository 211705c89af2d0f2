/** A fresh id belongs to one request alone. */
import { type CheckContext, type Evidence, fail, type Server } from '#kit';
import { pointAt } from './answers.ts';

type Asked = Pick<CheckContext, 'http' | 'files'>;

export const makesId = ({ files }: Pick<CheckContext, 'files'>) =>
  pointAt(files, /X-Request-I[dD]/i, 'where the header is read or set');

const each =
  'Make the id inside the handler function, once for each request, not where the middleware is built and not once for a connection.';
const random =
  'A clock or a small number comes up again, sooner than one thinks. 16 bytes of crypto/rand, written with hex.EncodeToString, never do.';

export function twice(context: Asked, expected: string, id: string, evidence: Evidence[], hint = each): never {
  fail({
    summary: 'Two requests were given the same id.',
    expected,
    actual: `both got ${id}`,
    hint,
    evidence: [...evidence, pointAt(context.files, /func new\w*ID\(|rand\.|UnixNano|UnixMilli/) ?? makesId(context)],
  });
}

const requests = 600;

/**
 * Many requests in a row on one connection, all sent at once: whoever takes the id from the connection, from a clock or from
 * ten thousand numbers repeats himself. Ids of 32 random bits may collide once in a while, so only a second time counts.
 */
export async function judgeMany(context: Asked, server: Server): Promise<void> {
  let again: Repeated | undefined;
  for (let round = 0; round < 2; round++) {
    again = repeated(await idsOfMany(context, server));
    if (!again) return;
  }
  const { id, count, of } = again as Repeated;
  twice(
    context,
    `${of} requests on one connection, none with an X-Request-ID: ${of} different ids`,
    `${id} (there were only ${count} different ids)`,
    [server.log.evidence],
    count === 1 ? each : random,
  );
}

type Repeated = { id: string; count: number; of: number };

/** The last request brings an id and asks for the end of the connection, so that its close says that all was answered. */
async function idsOfMany({ http }: Asked, server: Server): Promise<string[]> {
  const connection = await http.connect(server.url('/'));
  const ask = (more: string) => `GET /implicit HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}\r\n`;
  await connection.write(ask('').repeat(requests) + ask('X-Request-ID: the-last\r\nConnection: close\r\n'));
  await connection.closed(10_000);
  connection.destroy();
  return connection.received
    .split(/^HTTP\/1\.1 /m)
    .map((answer) => /^x-request-id: *(\S+)/im.exec(answer)?.[1])
    .filter((id) => id !== undefined && id !== 'the-last') as string[];
}

function repeated(ids: string[]): Repeated | undefined {
  const seen = new Set<string>();
  let id: string | undefined;
  for (const one of ids) {
    if (seen.has(one)) id ??= one;
    seen.add(one);
  }
  return id === undefined ? undefined : { id, count: seen.size, of: ids.length };
}
