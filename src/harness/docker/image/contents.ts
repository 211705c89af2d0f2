/** What an image ships: its layers as they are, and what a container sees once they are laid over one another. */
import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { block, type ImageContents, type ImageFile, type ImageLayer, type Lack } from '../../../kit/index.ts';
import type { Scratch } from '../../run/scratch.ts';
import { type KeptFiles, keepFiles } from './kept-files.ts';
import { isWhiteout, overlay } from './overlay.ts';
import { layerNamed, readSaved, type Saved } from './saved.ts';

export async function readContents(
  client: Dockerode,
  id: string,
  scratch: Scratch,
  signal: AbortSignal,
): Promise<ImageContents> {
  const kept = keepFiles(scratch);
  try {
    return assemble(await save(client, id, kept, signal), kept);
  } catch (error) {
    signal.throwIfAborted();
    const fault = deliveryFault(error);
    if (fault === undefined) throw error;
    block(notDelivered(fault));
  }
}

async function save(client: Dockerode, id: string, kept: KeptFiles, signal: AbortSignal): Promise<Saved> {
  const stream = Readable.from((await client.getImage(id).get()) as unknown as AsyncIterable<Buffer>);
  const stop = () => stream.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await readSaved(stream, kept);
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
  const makers = (config?.history ?? [])
    .filter((one) => !one.empty_layer)
    .map((one) => madeBy(one.created_by ?? '') || undefined);
  const seen = overlay<ImageFile>();
  const keys = new Map<ImageFile, string>();
  const layers: ImageLayer[] = (manifest?.Layers ?? []).map((name, index) => {
    const layer = layerNamed(saved, name) ?? block(incomplete(index));
    const files = layer.entries.map(({ key, ...entry }) => {
      const file: ImageFile = { ...entry, layer: index };
      keys.set(file, key);
      seen.lay(file);
      return file;
    });
    return { bytes: layer.bytes, files: files.filter(({ path }) => !isWhiteout(path)), madeBy: makers[index] };
  });
  const keyOf = (file: string | ImageFile) => {
    const found = typeof file === 'string' ? seen.find(file) : file;
    return (found && keys.get(found)) ?? '';
  };
  return {
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    layers,
    files: [...seen.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    find: seen.find,
    read: (file) => kept.read(keyOf(file)),
    elf: (path) => kept.elf(keyOf(path)),
  };
}

/** Of the connection, of zlib and of tar-stream: the engine, or the way to it, gave up in the middle. What it refuses comes with a status. */
function deliveryFault(error: unknown): string | undefined {
  const { code, message, statusCode, json } = error as Partial<NodeJS.ErrnoException> & Refusal;
  if (statusCode !== undefined) return json?.message ?? `status ${statusCode}`;
  if (/^(ECONNRESET|ECONNREFUSED|EPIPE|ENOENT)$/.test(code ?? '')) return message;
  const cut = /^(STREAM_DESTROYED|ERR_STREAM_PREMATURE_CLOSE|Z_BUF_ERROR|Z_DATA_ERROR)$/.test(code ?? '');
  return cut || /^(Unexpected end of data|Invalid tar header)/.test(message ?? '')
    ? 'it ends in the middle'
    : undefined;
}

type Refusal = { statusCode?: number; json?: { message?: string } };

const notDelivered = (fault: string): Lack => ({
  need: 'docker',
  state: 'unreachable',
  what: `The Docker engine did not hand over the whole image (docker save): ${fault}.`,
  fix: 'Check again. When it happens again, restart the engine.',
});

/** What was not delivered can't be judged. */
const incomplete = (index: number): Lack => ({
  need: 'docker',
  state: 'unsuitable',
  what: `The Docker engine did not hand over layer ${index + 1} of the image.`,
  fix: 'Restart the engine, then check again.',
});

/** The instruction as the history records it, without what the builders add. */
function madeBy(text: string): string {
  return text
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^(RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/ # buildkit$/, '')
    .replace(/\bfile:[0-9a-f]{64} in /, '… ')
    .replace(/\bmulti:[0-9a-f]{64} in /, '… ');
}
