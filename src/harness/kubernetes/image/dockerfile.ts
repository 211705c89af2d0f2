/** The image of a learner's own Dockerfile, built by the engine they built it with, under the name that the stage gives it. */
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { bareScope, type CheckScope } from '../../../kit/index.ts';
import { gather, tarEntries } from '../../docker/image/tar.ts';
import { type DockerSession, openDockerSession } from '../../docker/session.ts';
import { takeSnapshot } from '../../run/snapshot.ts';
import type { KubernetesOptions } from '../options.ts';

type Job = {
  options: KubernetesOptions;
  /** Holds the Dockerfile. */
  folder: string;
  reference: string;
  /** The file to write. */
  archive: string;
  log: CheckScope['log'];
};

/** `because`: the end of a sentence that says why the reference's image is used instead. */
export type SavedImage = { ok: true } | { ok: false; because: string };

export async function saveDockerImage(job: Job): Promise<SavedImage> {
  const { scratch, environment, signal } = job.options;
  const source = join(scratch.folder('own'), 'source');
  mkdirSync(source);
  const files = takeSnapshot(job.folder, source);
  const session = openDockerSession({ files, scratch, environment, signal });
  try {
    return await buildAndSave(session, job);
  } finally {
    await session.close();
  }
}

async function buildAndSave(session: DockerSession, { options, reference, archive, log }: Job): Promise<SavedImage> {
  const { ok } = await session.engine();
  if (!ok) return { ok: false, because: 'there is no Docker engine to build your own image with' };
  // The build belongs to the run, not to the check that happened to ask first; the session removes what it made.
  const build = await session.forCheck({ ...bareScope(options.signal), log }).build();
  if (!build.ok) return { ok: false, because: `your own image no longer builds: ${build.message}` };
  const saved = `${archive}.saved`;
  const result = await options.run('docker', ['save', '-o', saved, build.image.id]);
  if (result?.code !== 0) return { ok: false, because: 'docker save failed' };
  await rename(saved, archive, reference);
  return { ok: true };
}

/**
 * Saved by its id an image has no name. Docker's format names it in manifest.json, an OCI layout in index.json's annotations
 * (https://github.com/containerd/containerd/blob/main/docs/content-flow.md).
 */
async function rename(from: string, to: string, reference: string): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, createWriteStream(to));
  for await (const { header, body } of await tarEntries(createReadStream(from))) {
    const data = renamed(header.name, await gather(body), reference);
    tar.entry({ ...header, size: data.length }, data);
  }
  tar.finalize();
  await written;
}

function renamed(file: string, data: Buffer, reference: string): Buffer {
  if (file === 'manifest.json') return named(data, reference);
  return file === 'index.json' ? annotated(data, reference) : data;
}

function named(data: Buffer, reference: string): Buffer {
  const manifest = JSON.parse(data.toString('utf8')) as { RepoTags: string[] | null }[];
  return Buffer.from(JSON.stringify(manifest.map((one) => ({ ...one, RepoTags: [reference] }))));
}

function annotated(data: Buffer, reference: string): Buffer {
  const index = JSON.parse(data.toString('utf8')) as { manifests: { annotations?: Record<string, string> }[] };
  const names = {
    'io.containerd.image.name': withRegistry(reference),
    'org.opencontainers.image.ref.name': reference.split(':').at(-1) ?? '',
  };
  const manifests = index.manifests.map((one) => ({ ...one, annotations: { ...one.annotations, ...names } }));
  return Buffer.from(JSON.stringify({ ...index, manifests }));
}

/** The first part of a reference is a registry when it has a dot or a port, or is localhost; else docker.io is meant. */
function withRegistry(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')) return reference;
  return `docker.io/${rest.length > 0 ? '' : 'library/'}${reference}`;
}
