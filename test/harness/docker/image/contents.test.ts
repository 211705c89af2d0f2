/** Both formats of `docker save`, made here byte by byte: engines with another image store than the testbed's write the other one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type Dockerode from 'dockerode';
import { pack } from 'tar-stream';
import { afterAll, describe, expect, it } from 'vitest';
import { readContents } from '../../../../src/harness/docker/image/contents.ts';
import type { Scratch } from '../../../../src/harness/run/scratch.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gcw-contents-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Entry = Parameters<ReturnType<typeof pack>['entry']>[0] & { text?: string };

async function tar(entries: (Entry | [string, string | Buffer])[]): Promise<Buffer> {
  const archive = pack();
  for (const entry of entries) {
    if (Array.isArray(entry)) archive.entry({ name: entry[0] }, entry[1]);
    else archive.entry(entry, entry.text ?? '');
  }
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function read(saved: Buffer) {
  const client = { getImage: () => ({ get: async () => [saved] }) } as unknown as Dockerode;
  return readContents(client, 'sha256:1', { folder: () => folder } as unknown as Scratch, new AbortController().signal);
}

function readFailing(error: Error) {
  const client = { getImage: () => ({ get: () => Promise.reject(error) }) } as unknown as Dockerode;
  return readContents(client, 'sha256:1', { folder: () => folder } as unknown as Scratch, new AbortController().signal);
}

const config = JSON.stringify({
  history: [
    {
      created_by: '/bin/sh -c #(nop) COPY file:0123456789012345678901234567890123456789012345678901234567890123 in /a ',
    },
    { created_by: 'USER 1', empty_layer: true },
    { created_by: 'RUN /bin/sh -c rm /gone # buildkit' },
  ],
});
const bottom: Entry[] = [
  { name: 'etc/', type: 'directory' },
  { name: 'etc/passwd', text: 'root' },
  { name: 'gone', text: 'x'.repeat(2000) },
  { name: 'opaque/old', text: 'old' },
  { name: 'usr/bin/', type: 'directory' },
  { name: 'usr/bin/tool', text: 'tool' },
  { name: 'bin', type: 'symlink', linkname: 'usr/bin' },
  { name: 'etc/kept', text: 'kept' },
];
const top: Entry[] = [
  { name: '.wh.gone' },
  { name: 'opaque/.wh..wh..opq' },
  { name: 'opaque/new', text: 'new' },
  { name: 'etc/passwd', text: 'app' },
  { name: 'etc/same', type: 'link', linkname: 'etc/kept' },
];

async function check(saved: Buffer, bytes: number) {
  const contents = await read(saved);
  expect(contents.bytes).toBe(bytes);
  expect(contents.layers.map(({ madeBy }) => madeBy?.trim())).toEqual(['COPY … /a', 'RUN rm /gone']);
  const paths = contents.files.filter(({ kind }) => kind !== 'folder').map((file) => file.path);
  expect(paths).toEqual(['/bin', '/etc/kept', '/etc/passwd', '/etc/same', '/opaque/new', '/usr/bin/tool']);
  expect(contents.read('/etc/passwd')?.toString()).toBe('app');
  expect(contents.read('/etc/same')?.toString()).toBe('kept');
  expect(contents.find('/bin/tool')).toMatchObject({ path: '/usr/bin/tool', layer: 0 });
  expect(contents.find('/gone')).toBeUndefined();
}

it.each([
  ['as they are', (layer: Buffer) => layer],
  ['gzipped', gzipSync],
  ['by zstd', zstdCompressSync],
])('reads an OCI layout with layers packed %s', async (_name, packed: (layer: Buffer) => Buffer) => {
  const layers = [await tar(bottom), await tar(top)];
  const manifest = JSON.stringify([{ Config: 'blobs/sha256/c0', Layers: ['blobs/sha256/l0', 'blobs/sha256/l1'] }]);
  const saved = await tar([
    ['oci-layout', '{"imageLayoutVersion":"1.0.0"}'],
    ['blobs/sha256/l1', packed(layers[1] as Buffer)],
    ['blobs/sha256/l0', packed(layers[0] as Buffer)],
    ['blobs/sha256/c0', config],
    ['index.json', '{}'],
    ['manifest.json', manifest],
  ]);
  await check(
    saved,
    layers.reduce((sum, layer) => sum + layer.length, 0),
  );
});

it('reads the older form, and counts a layer twice that is linked to its first copy', async () => {
  const layers = [await tar(bottom), await tar(top)];
  const manifest = JSON.stringify([{ Config: 'c0.json', Layers: ['a/layer.tar', 'b/layer.tar', 'c/layer.tar'] }]);
  const saved = await tar([
    ['a/VERSION', '1.0'],
    ['a/json', '{}'],
    ['a/layer.tar', layers[0] as Buffer],
    ['b/layer.tar', layers[1] as Buffer],
    { name: 'c/layer.tar', type: 'symlink', linkname: '../b/layer.tar' },
    ['c0.json', config],
    ['manifest.json', manifest],
    ['repositories', '{}'],
  ]);
  const contents = await read(saved);
  expect(contents.bytes).toBe((layers[0]?.length ?? 0) + 2 * (layers[1]?.length ?? 0));
});

describe('what the engine does not hand over whole is its lack', () => {
  const whole = async () =>
    tar([
      ['a/layer.tar', await tar(bottom)],
      ['b/layer.tar', gzipSync(await tar(bottom))],
    ]);

  it.each([600, 2000, 3000, -2100])('cut off at byte %i', async (at) => {
    await expect(read((await whole()).subarray(0, at))).rejects.toMatchObject({ lack: { need: 'docker' } });
  });

  it('cut off within a compressed layer', async () => {
    const layer = gzipSync(await tar(bottom));
    const saved = await tar([['a/layer.tar', layer.subarray(0, layer.length - 20)]]);
    await expect(read(saved)).rejects.toMatchObject({
      lack: { what: expect.stringContaining('ends in the middle') },
    });
  });

  it('with a connection that breaks, or a refusal', async () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    await expect(readFailing(reset)).rejects.toMatchObject({ lack: { what: expect.stringContaining('ECONNRESET') } });
    const gone = Object.assign(new Error('(HTTP code 404)'), { statusCode: 404, json: { message: 'no such image' } });
    await expect(readFailing(gone)).rejects.toMatchObject({ lack: { what: expect.stringContaining('no such image') } });
  });

  it('but a fault of ours stays one', async () => {
    await expect(readFailing(new TypeError('x is undefined'))).rejects.toThrow(TypeError);
  });
});
