/** The ids of many requests in a row on one connection. */
import type { Http } from '#kit';

const requests = 600;

/** The last request brings an id and asks for the connection to end, so that its close means that all were answered. */
export async function idsOfMany(http: Pick<Http, 'connect'>, url: string): Promise<string[]> {
  const connection = await http.connect(url);
  const request = (more: string) => `GET /implicit HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}\r\n`;
  await connection.write(request('').repeat(requests) + request('X-Request-ID: the-last\r\nConnection: close\r\n'));
  await connection.closed(10_000);
  connection.destroy();
  return connection.received
    .split(/^HTTP\/1\.1 /m)
    .map((answer) => /^x-request-id: *(\S+)/im.exec(answer)?.[1])
    .filter((id) => id !== undefined)
    .filter((id) => id !== 'the-last');
}

/** An id that was given more than once, and how many different ones there were among all. */
export type Repeated = { id: string; different: number; of: number };

export function repeatedId(ids: readonly string[]): Repeated | undefined {
  const id = ids.find((one, at) => ids.indexOf(one) < at);
  return id === undefined ? undefined : { id, different: new Set(ids).size, of: ids.length };
}
