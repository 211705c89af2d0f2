/**
 * What an image ships, read from the stream of `docker save`: the layers as they are, and what a container sees once they lie
 * on each other. Both forms are understood: Docker's own and the OCI image layout, with layers compressed or not.
 */
import { Readable, Transform } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Header } from 'tar-stream';
import type { ElfInfo, ImageContents, ImageFile, ImageLayer } from '../../../kit/index.ts';
import type { Scratch } from '../../run/scratch.ts';
import { type KeptFiles, keepFiles } from './kept-files.ts';
import { drain, gather, isCompressed, peek, tarEntries, unpacked } from './tar.ts';

type Entry = Omit<ImageFile, 'layer'> & { key: string };
type ReadLayer = { bytes: number; entries: Entry[] };
type Saved = { layers: Map<string, ReadLayer>; documents: Map<string, unknown>; links: Map<string, string> };

const biggestDocument = 8e6;

export async function readContents(
  client: Dockerode,
  id: string,
  scratch: Scratch,
  signal: AbortSignal,
): Promise<ImageContents> {
  const stream = Readable.from((await client.getImage(id).get()) as unknown as AsyncIterable<Buffer>);
  const stop = () => stream.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  const kept = keepFiles(scratch);
  try {
    return assemble(await readSaved(stream, kept), kept);
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

async function readSaved(stream: Readable, kept: KeptFiles): Promise<Saved> {
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
  if (first[0] === 0x7b || first[0] === 0x5b) {
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
    const path = `/${header.name.replace(/^(\.?\/)+/, '').replace(/\/$/, '')}`;
    const key = `${name}:${path}`;
    const elf = header.type === 'file' && (await kept.take(key, path, header.size ?? 0, body));
    if (header.type !== 'file') await drain(body);
    if (path !== '/') entries.push({ ...entryOf(header, path), elf, key });
  }
  return { bytes, entries };
}

function entryOf(header: Header, path: string): Omit<ImageFile, 'layer' | 'elf'> {
  const kinds: Record<string, ImageFile['kind']> = { file: 'file', symlink: 'link', link: 'file', directory: 'folder' };
  const { linkname } = header;
  return {
    path,
    kind: kinds[header.type ?? 'file'] ?? 'other',
    bytes: header.type === 'file' ? (header.size ?? 0) : 0,
    mode: header.mode ?? 0,
    ...(linkname ? { target: header.type === 'link' ? `/${linkname.replace(/^(\.?\/)+/, '')}` : linkname } : {}),
  };
}

type Manifest = { Config?: string; Layers?: string[] }[];
type Config = { history?: { created_by?: string; empty_layer?: boolean }[] };

function assemble(saved: Saved, kept: KeptFiles): ImageContents {
  const manifest = (saved.documents.get('manifest.json') as Manifest | undefined)?.[0];
  const config = saved.documents.get(manifest?.Config ?? '') as Config | undefined;
  const makers = (config?.history ?? []).filter((one) => !one.empty_layer).map((one) => madeBy(one.created_by ?? ''));
  const seen = new Map<string, ImageFile & { key: string }>();
  const layers: ImageLayer[] = (manifest?.Layers ?? []).map((name, index) => {
    const layer = layerNamed(saved, name);
    for (const entry of layer.entries) lay(seen, { ...entry, layer: index });
    const files = layer.entries.map(({ key: _key, ...file }) => ({ ...file, layer: index }));
    return { bytes: layer.bytes, files, ...(makers[index] ? { madeBy: makers[index] } : {}) };
  });
  const find = (path: string) => resolve(seen, path);
  return {
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    layers,
    files: [...seen.values()].map(({ key: _key, ...file }) => file).sort((a, b) => (a.path < b.path ? -1 : 1)),
    find: (path) => find(path),
    read: (path) => kept.read(find(path)?.key ?? ''),
    elf: (path): ElfInfo | undefined => kept.elf(find(path)?.key ?? ''),
  };
}

/** Docker's own form links a layer that occurs twice to its first copy: "<id>/layer.tar" → "../<other>/layer.tar". */
function layerNamed(saved: Saved, name: string): ReadLayer {
  const target = saved.links.get(name);
  const real = target === undefined ? name : target.replace(/^(\.\.\/)+/, '');
  return saved.layers.get(name) ?? saved.layers.get(real) ?? { bytes: 0, entries: [] };
}

/** OCI image-spec, layer.md: `.wh.name` takes a file away, `.wh..wh..opq` all that lower layers had in the folder. */
function lay(seen: Map<string, ImageFile & { key: string }>, entry: ImageFile & { key: string }): void {
  const slash = entry.path.lastIndexOf('/');
  const [folder, name] = [entry.path.slice(0, slash), entry.path.slice(slash + 1)];
  const clear = (path: string, deep: boolean) => {
    for (const other of seen.keys()) if (other.startsWith(`${path}/`) || (deep && other === path)) seen.delete(other);
  };
  if (name === '.wh..wh..opq') clear(folder, false);
  else if (name.startsWith('.wh.')) clear(`${folder}/${name.slice('.wh.'.length)}`, true);
  else {
    if (entry.kind !== 'folder' && seen.get(entry.path)?.kind === 'folder') clear(entry.path, true);
    seen.set(entry.path, entry);
  }
}

function resolve<T extends ImageFile>(seen: ReadonlyMap<string, T>, path: string, hops = 0): T | undefined {
  let at = '';
  for (const part of path.split('/').filter((one) => one !== '' && one !== '.')) {
    const next = part === '..' ? at.slice(0, Math.max(at.lastIndexOf('/'), 0)) : `${at}/${part}`;
    const file = seen.get(next);
    if (file?.target !== undefined && hops < 20) {
      const target = file.target.startsWith('/') ? file.target : `${at}/${file.target}`;
      at = resolve(seen, target, hops + 1)?.path ?? target;
    } else at = next;
  }
  return seen.get(at);
}

/** The history's words, without what the builders put around them. */
function madeBy(text: string): string {
  return text
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^(RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/ # buildkit$/, '')
    .replace(/\bfile:[0-9a-f]{64} in /, '… ')
    .replace(/\bmulti:[0-9a-f]{64} in /, '… ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
