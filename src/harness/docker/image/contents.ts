/** What an image ships: its layers as they are, and what a container sees once they are laid over one another. */
import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { ImageContents, ImageFile, ImageLayer } from '../../../kit/index.ts';
import type { Scratch } from '../../run/scratch.ts';
import { type KeptFiles, keepFiles } from './kept-files.ts';
import { lay, resolve } from './overlay.ts';
import { layerNamed, readSaved, type Saved } from './saved.ts';

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
    return { bytes: layer.bytes, files, madeBy: makers[index] || undefined };
  });
  const find = (path: string) => resolve(seen, path);
  return {
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    layers,
    files: [...seen.values()].map(({ key: _key, ...file }) => file).sort((a, b) => (a.path < b.path ? -1 : 1)),
    find,
    read: (path) => kept.read(find(path)?.key ?? ''),
    elf: (path) => kept.elf(find(path)?.key ?? ''),
  };
}

/** The instruction as the history records it, without what the builders add. */
function madeBy(text: string): string {
  return text
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^(RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/ # buildkit$/, '')
    .replace(/\bfile:[0-9a-f]{64} in /, '… ')
    .replace(/\bmulti:[0-9a-f]{64} in /, '… ');
}
