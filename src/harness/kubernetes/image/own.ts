/** The learner's own image of stage 05, built by the engine they built it with, under the name that the contract gives it. */
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { gather, tarEntries } from '../../docker/image/tar.ts';
import { openDockerSession } from '../../docker/session.ts';
import { takeSnapshot } from '../../run/snapshot.ts';
import type { KubernetesSessionOptions, Scope } from '../session.ts';

export type OwnImage = { ok: true } | { ok: false; because: string };

/** Writes the archive; where that can't be done the reference's image stands in, and the sentence says so. */
export async function saveOwnImage(
  options: KubernetesSessionOptions,
  own: string,
  reference: string,
  archive: string,
  scope: Scope,
): Promise<OwnImage> {
  const source = join(options.scratch.folder('own'), 'source');
  mkdirSync(source);
  const files = takeSnapshot(own, source);
  const session = openDockerSession({
    files,
    scratch: options.scratch,
    environment: options.environment,
    signal: options.signal,
  });
  try {
    if (!(await session.engine()).ok)
      return { ok: false, because: 'there is no Docker engine to build your own image with' };
    const build = await session.forCheck({ ...scope, defer: () => {} }).build();
    if (!build.ok) return { ok: false, because: `your own image does not build any more: ${build.message}` };
    const saved = `${archive}.saved`;
    const result = await options.run('docker', ['save', '-o', saved, build.image.id]);
    if (result?.code !== 0) return { ok: false, because: 'docker save did not work' };
    await rename(saved, archive, reference);
    return { ok: true };
  } finally {
    await session.close();
  }
}

/**
 * Saved by its id an image has no name. Docker's form names it in manifest.json, an OCI layout in index.json's annotations
 * (https://github.com/containerd/containerd/blob/main/docs/content-flow.md).
 */
async function rename(from: string, to: string, reference: string): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, createWriteStream(to));
  for await (const { header, body } of await tarEntries(createReadStream(from))) {
    const data = await gather(body);
    const changed =
      header.name === 'manifest.json'
        ? named(data, reference)
        : header.name === 'index.json'
          ? annotated(data, reference)
          : data;
    tar.entry({ ...header, size: changed.length }, changed);
  }
  tar.finalize();
  await written;
}

function named(data: Buffer, reference: string): Buffer {
  const manifest = JSON.parse(data.toString('utf8')) as { RepoTags: string[] | null }[];
  return Buffer.from(JSON.stringify(manifest.map((one) => ({ ...one, RepoTags: [reference] }))));
}

function annotated(data: Buffer, reference: string): Buffer {
  const index = JSON.parse(data.toString('utf8')) as { manifests: { annotations?: Record<string, string> }[] };
  const names = {
    'io.containerd.image.name': `docker.io/${reference}`,
    'org.opencontainers.image.ref.name': reference.split(':').at(-1) ?? '',
  };
  const manifests = index.manifests.map((one) => ({ ...one, annotations: { ...one.annotations, ...names } }));
  return Buffer.from(JSON.stringify({ ...index, manifests }));
}
