/** Images of one static binary, assembled without Docker: packed as `docker save` does it (docker-archive). */
import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';

export type ImageSpec = {
  /** e.g. "course/notes:v1" */
  reference: string;
  binary: string;
  /** Name of the binary in the image's root. */
  name: string;
  arch: string;
  /** Absolute path of the archive to write. */
  archive: string;
};

/** https://github.com/moby/docker-image-spec. The same binary gives the same image, so loading it again is cheap. */
export async function assembleImage({ reference, binary, name, arch, archive }: ImageSpec): Promise<void> {
  const layer = await collect([{ name, mode: 0o755, data: readFileSync(binary) }]);
  const id = sha256(layer);
  const epoch = '1970-01-01T00:00:00Z';
  const config = Buffer.from(
    JSON.stringify({
      architecture: arch,
      os: 'linux',
      created: epoch,
      config: { Entrypoint: [`/${name}`], User: '65532:65532', Env: ['PATH=/'] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${id}`] },
      history: [{ created: epoch }],
    }),
  );
  const manifest = [{ Config: `${sha256(config)}.json`, RepoTags: [reference], Layers: [`${id}/layer.tar`] }];
  await write(archive, [
    { name: `${sha256(config)}.json`, mode: 0o644, data: config },
    { name: `${id}/layer.tar`, mode: 0o644, data: layer },
    { name: 'manifest.json', mode: 0o644, data: Buffer.from(JSON.stringify(manifest)) },
  ]);
}

type Entry = { name: string; mode: number; data: Buffer };

function tarOf(entries: Entry[]) {
  const tar = pack();
  for (const { name, mode, data } of entries) tar.entry({ name, mode, mtime: new Date(0) }, data);
  tar.finalize();
  return tar;
}

async function collect(entries: Entry[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of tarOf(entries)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const write = (file: string, entries: Entry[]) => pipeline(tarOf(entries), createWriteStream(file));
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
