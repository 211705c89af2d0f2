/** Tar streams, compressed or not, read entry by entry and never held whole. */
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Header } from 'tar-stream';

export async function tarEntries(stream: Readable): Promise<AsyncIterable<{ header: Header; body: Readable }>> {
  const { extract } = await import('tar-stream');
  const archive = extract();
  stream.on('error', (error) => archive.destroy(error));
  stream.pipe(archive as unknown as NodeJS.WritableStream);
  return (async function* () {
    for await (const entry of archive) yield { header: entry.header, body: entry as unknown as Readable };
  })();
}

/** The header of a tar's first entry: a piece of a stream may be as short as one byte. */
const headBytes = 512;

/** The first bytes, and the whole with them. */
export async function peek(body: Readable): Promise<[Buffer, Readable]> {
  const source = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head = Buffer.alloc(0);
  while (head.length < headBytes) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = Readable.from(
    (async function* () {
      if (head.length > 0) yield head;
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
    })(),
    { objectMode: false },
  );
  return [head, whole];
}

const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b;
const isZstd = (head: Buffer) => head.length > 3 && head.readUInt32LE(0) === 0xfd2fb528;
export const isCompressed = (head: Buffer) => isGzip(head) || isZstd(head);

export function unpacked(head: Buffer, stream: Readable): Readable {
  if (!isCompressed(head)) return stream;
  const opened = isGzip(head) ? createGunzip() : createZstdDecompress();
  stream.on('error', (error) => opened.destroy(error));
  return stream.pipe(opened);
}

export async function gather(body: AsyncIterable<unknown>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

export async function drain(body: Readable): Promise<void> {
  body.resume();
  if (body.readableEnded || body.destroyed) return;
  await new Promise<void>((done) => body.once('end', () => done()).once('close', () => done()));
}
