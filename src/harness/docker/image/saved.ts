/** Reads an image's layers from the stream of `docker save`: Docker's own form or the OCI image layout, compressed or not. */
import { type Readable, Transform } from 'node:stream';
import type { Header } from 'tar-stream';
import type { ImageFile } from '../../../kit/index.ts';
import type { KeptFiles } from './kept-files.ts';
import { drain, gather, isCompressed, peek, tarEntries, unpacked } from './tar.ts';

/** `key` finds the file's content among the kept files. */
type Entry = Omit<ImageFile, 'layer'> & { key: string };
export type ReadLayer = { bytes: number; entries: Entry[] };
export type Saved = {
  layers: Map<string, ReadLayer>;
  /** JSON files by name. */
  documents: Map<string, unknown>;
  links: Map<string, string>;
};

const biggestDocument = 8e6;

export async function readSaved(stream: Readable, kept: KeptFiles): Promise<Saved> {
  const saved: Saved = { layers: new Map(), documents: new Map(), links: new Map() };
  for await (const { header, body } of await tarEntries(stream)) {
    const { name } = header;
    if (header.type === 'symlink' || header.type === 'link') saved.links.set(name, header.linkname ?? '');
    if (header.type !== 'file') await drain(body);
    else await readBlob(name, header.size ?? 0, body, saved, kept);
  }
  return saved;
}

async function readBlob(name: string, size: number, body: Readable, saved: Saved, kept: KeptFiles): Promise<void> {
  const [first, whole] = await peek(body);
  // A layer's first bytes are the name of its first file, and that may begin with a brace.
  const isTar = first.toString('latin1', 257, 262) === 'ustar';
  if (!isTar && (first[0] === 0x7b || first[0] === 0x5b)) {
    const text = size <= biggestDocument ? (await gather(whole)).toString('utf8') : '';
    saved.documents.set(name, parsed(text));
  } else if (size >= 512 || isCompressed(first))
    saved.layers.set(name, await readLayer(name, unpacked(first, whole), kept));
  else await drain(whole);
}

async function readLayer(name: string, stream: Readable, kept: KeptFiles): Promise<ReadLayer> {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  stream.on('error', (error) => counter.destroy(error));
  const entries: Entry[] = [];
  for await (const { header, body } of await tarEntries(stream.pipe(counter))) {
    const path = visible(`/${header.name.replace(/^(\.?\/)+/, '').replace(/\/$/, '')}`);
    const key = `${name}:${path}`;
    const isFile = header.type === 'file' || header.type === 'contiguous-file';
    const content = isFile ? await kept.take(key, path, header.size ?? 0, body) : 'empty';
    if (!isFile) await drain(body);
    if (path !== '/') entries.push({ ...entryOf(header, path), elf: content === 'elf', content, key });
  }
  return { bytes, entries };
}

/** A name may hold what a terminal would obey: every such character is written as its number. */
const visible = (name: string) =>
  name.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

function entryOf(header: Header, path: string): Omit<ImageFile, 'layer' | 'elf' | 'content'> {
  const kinds: Record<string, ImageFile['kind']> = {
    file: 'file',
    'contiguous-file': 'file',
    link: 'file',
    symlink: 'link',
    directory: 'folder',
  };
  const linkname = header.linkname && visible(header.linkname);
  return {
    path,
    kind: kinds[header.type ?? 'file'] ?? 'other',
    bytes: kinds[header.type ?? 'file'] === 'file' ? (header.size ?? 0) : 0,
    mode: header.mode ?? 0,
    uid: header.uid ?? 0,
    gid: header.gid ?? 0,
    target: linkname && header.type === 'link' ? `/${linkname.replace(/^(\.?\/)+/, '')}` : linkname || undefined,
  };
}

/** Docker's own form links a layer that occurs twice to its first copy: "<id>/layer.tar" → "../<other>/layer.tar". */
export function layerNamed(saved: Saved, name: string): ReadLayer | undefined {
  const target = saved.links.get(name);
  const real = target === undefined ? name : target.replace(/^(\.\.\/)+/, '');
  return saved.layers.get(name) ?? saved.layers.get(real);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
