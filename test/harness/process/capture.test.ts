import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { Capture, type CaptureLimits } from '../../../src/harness/process/capture.ts';
import { printable } from '../../../src/words/printable.ts';

async function captured(chunks: (string | Buffer)[], limits: CaptureLimits = { head: 2, tail: 3, lineBytes: 20 }) {
  const stream = new PassThrough();
  const capture = new Capture(limits);
  capture.read(stream, 'stdout');
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await finished(stream);
  return capture;
}
const texts = (capture: Capture) => capture.lines.map((line) => line.text);

describe('capture', () => {
  it('splits lines across chunks, and a character across chunks', async () => {
    const euro = Buffer.from('€\n');
    expect(texts(await captured(['ab', 'c\nd', euro.subarray(0, 2), euro.subarray(2)]))).toEqual(['abc', 'd€']);
  });

  it('keeps the oldest and the newest lines and counts every byte', async () => {
    const capture = await captured(Array.from({ length: 100 }, (_, n) => `${n}\n`));
    expect(texts(capture)).toEqual(['0', '1', '97', '98', '99']);
    expect(capture.truncated).toBe(true);
    expect(capture.bytes).toBe(290);
  });

  it('cuts a line that does not end', async () => {
    const capture = await captured(['x'.repeat(1_000)]);
    expect(texts(capture)).toEqual(['x'.repeat(20)]);
  });

  it('keeps a few longer lines whole, then no more', async () => {
    const limits = { head: 9, tail: 9, lineBytes: 20, long: { lines: 2, bytes: 50 } };
    const capture = await captured(
      [
        `${'x'.repeat(40)}
`.repeat(3),
        'y'.repeat(60),
      ],
      limits,
    );
    expect(texts(capture).map((text) => text.length)).toEqual([40, 40, 20, 20]);
  });

  it('leaves nothing that moves a cursor, sets a title or turns text around', () => {
    expect(printable('\u001b[2J\u001b[31mred\u001b[0m\u001b]0;title\u0007!\b\r\u009b1A\u202ereversed')).toBe(
      'red!reversed',
    );
    expect(printable('a\tb')).toBe('a\tb');
  });
});
