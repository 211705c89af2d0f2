/** Images that nobody builds by accident: they are read to their end, and what a container would see stays right. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { pack } from 'tar-stream';
import { afterAll, describe, expect, it } from 'vitest';
import { notNeeded } from '../../../../checks/05-scratch-image/image/needed.ts';
import { readContents } from '../../../../src/harness/docker/image/contents.ts';
import type { Scratch } from '../../../../src/harness/run/scratch.ts';
import type { ImageContents } from '../../../../src/kit/index.ts';
import { shipOf } from '../../../checks/05-scratch-image/image.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gcw-hostile-image-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const scratch = { folder: () => folder } as unknown as Scratch;

type Entry = {
  name: string;
  type?: 'file' | 'directory' | 'symlink' | 'link';
  linkname?: string;
  text?: string | Buffer;
};

/** In portions: tar-stream looks through all that it still has to write, again and again. */
async function tar(entries: Iterable<Entry>): Promise<Buffer> {
  const all = [...entries];
  const portions: Buffer[] = [];
  for (let at = 0; at < all.length; at += 1_000)
    portions.push((await smallTar(all.slice(at, at + 1_000))).subarray(0, -1_024));
  return Buffer.concat([...portions, Buffer.alloc(1_024)]);
}

async function smallTar(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { text = '', ...header } of entries) archive.entry(header, text);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** `docker save` of these layers. `bytesAtOnce`: how the engine happens to cut its answer. */
async function imageOf(layers: Iterable<Entry>[], bytesAtOnce = 65_536): Promise<ImageContents> {
  const packed = await Promise.all(layers.map(tar));
  const saved = await tar([
    ...packed.map((layer, index) => ({ name: `${index}/layer.tar`, text: layer })),
    { name: 'config.json', text: '{}' },
    {
      name: 'manifest.json',
      text: JSON.stringify([{ Config: 'config.json', Layers: packed.map((_, index) => `${index}/layer.tar`) }]),
    },
  ]);
  return contentsOf(cut(saved, bytesAtOnce));
}

function* cut(all: Buffer, bytes: number): Generator<Buffer> {
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
}

function contentsOf(saved: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<ImageContents> {
  const client = { getImage: () => ({ get: async () => saved }) } as unknown as Dockerode;
  return readContents(client, 'sha256:1', scratch, new AbortController().signal);
}

const elf = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(60)]);

it('200,000 files, deleted one by one and folder by folder', { timeout: 180_000 }, async () => {
  const count = 200_000;
  const files = Array.from({ length: count }, (_, at) => ({ name: `d${at % 1_000}/f${at}` }));
  const gone = [
    ...Array.from({ length: 50_000 }, (_, at) => ({ name: `d${at % 500}/.wh.f${at}` })),
    ...Array.from({ length: 500 }, (_, at) => ({ name: `.wh.d${at + 500}` })),
  ];
  const contents = await imageOf([files, gone]);
  expect(contents.layers[0]?.files).toHaveLength(count);
  expect(contents.layers[1]?.files).toEqual([]);
  expect(contents.files).toHaveLength(count / 2 - 25_000);
  expect(notNeeded(shipOf().image, contents, undefined)).toHaveLength(count);
});

describe('links', () => {
  const chain = (length: number, letter = 'l'): Entry[] =>
    Array.from({ length }, (_, at) => ({ name: `${letter}${at}`, type: 'symlink', linkname: `${letter}${at + 1}` }));
  it.each([
    ['of 30 steps', chain(30), 30],
    [
      'of 5,000 steps',
      [{ name: 'l0', type: 'symlink', linkname: 'm0' } satisfies Entry, ...chain(5_000, 'm')],
      undefined,
    ],
    ['that go round', [{ name: 'l0', type: 'symlink', linkname: '/l0' } satisfies Entry], undefined],
    [
      'that grow as they are followed',
      [{ name: 'l0', type: 'symlink', linkname: Array(20).fill('l0').join('/') } satisfies Entry],
      undefined,
    ],
    ['that dangle', [{ name: 'l0', type: 'symlink', linkname: 'nowhere' } satisfies Entry], undefined],
    ['that leave the image', [{ name: 'l0', type: 'symlink', linkname: '../../../l30' } satisfies Entry], 30],
  ])('%s', async (_name, links, end) => {
    const contents = await imageOf([[{ name: 'l30', text: elf }, ...links.filter(({ name }) => name !== 'l30')]]);
    expect(contents.find('/l0')?.path).toBe(end === undefined ? undefined : `/l${end}`);
    expect(contents.read('/nowhere/at/all')).toBeUndefined();
  });

  it('a path of 3,000 folders', async () => {
    const deep = `${'d/'.repeat(3_000)}file`;
    expect((await imageOf([[{ name: deep, text: elf }]])).find(`/${deep}`)?.content).toBe('elf');
  });

  it('hard links that point out of the image', async () => {
    const contents = await imageOf([[{ name: 'out', type: 'link', linkname: '../../etc/shadow' }]]);
    expect(contents.find('/out')).toBeUndefined();
  });
});

describe('names', () => {
  it('that a terminal would obey are shown as numbers', async () => {
    const contents = await imageOf([[{ name: '\u001b[2J\u202egnp.exe\n', text: 'x' }]]);
    expect(contents.files.map((file) => file.path)).toEqual(['/\\x1b[2J\\x202egnp.exe\\x0a']);
  });

  it.each(['{', '['])('that begin with %s do not make a layer a document', async (brace) => {
    const contents = await imageOf([[{ name: `${brace}secret`, text: 'hunter2' }]]);
    expect(contents.files.map((file) => file.path)).toEqual([`/${brace}secret`]);
  });
});

describe('contents', () => {
  it.each([1, 3, 511, 65_536])('are told in pieces of %i bytes', async (bytes) => {
    const contents = await imageOf(
      [
        [
          { name: 'server', text: elf },
          { name: 'start', text: '#!/bin/sh' },
        ],
      ],
      bytes,
    );
    expect(contents.files.map((file) => file.content)).toEqual(['elf', 'script']);
  });

  it('a file of a gigabyte is counted and not kept', { timeout: 120_000 }, async () => {
    const before = process.memoryUsage().rss;
    const contents = await contentsOf(Readable.from(hugeImage(2 ** 30)));
    expect(contents.bytes).toBeGreaterThan(2 ** 30);
    expect(contents.find('/big')).toMatchObject({ bytes: 2 ** 30, content: 'unread' });
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 2 ** 20);
  });
});

/** Written while it is read. */
async function* hugeImage(bytes: number): AsyncGenerator<Buffer> {
  const header = async (name: string, size: number) => {
    const block = Buffer.from((await tar([{ name }])).subarray(0, 512));
    block.write(`${size.toString(8).padStart(11, '0')} `, 124, 'latin1');
    block.fill(' ', 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return block;
  };
  const zeros = Buffer.alloc(2 ** 20);
  yield await header('0/layer.tar', bytes + 1_536);
  yield await header('big', bytes);
  for (let at = 0; at < bytes; at += zeros.length) yield zeros;
  yield Buffer.alloc(1_024);
  yield await tar([
    { name: 'config.json', text: '{}' },
    { name: 'manifest.json', text: JSON.stringify([{ Config: 'config.json', Layers: ['0/layer.tar'] }]) },
  ]);
}
