/** A learner saves while we copy: what an editor writes and removes in between is no error. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { takeSnapshot } from '../../../src/harness/run/snapshot.ts';

/** Vim tries whether a folder can be written with a file named 4913; here it goes between our look and our copy. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    copyFileSync: (from: string, to: string) => {
      if (from.endsWith('4913')) fs.rmSync(from);
      fs.copyFileSync(from, to);
    },
    readdirSync: (folder: string, options: never) => {
      if (folder.endsWith('build')) fs.rmSync(folder, { recursive: true });
      return fs.readdirSync(folder, options);
    },
  };
});

test('a file and a folder that vanish in between are left out', () => {
  const base = mkdtempSync(join(tmpdir(), 'go-cloud-workshop-test-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [source, target] = [join(base, 'source'), join(base, 'target')];
  mkdirSync(join(source, 'build'), { recursive: true });
  for (const name of ['4913', 'main.go', 'build/x']) writeFileSync(join(source, name), '');
  expect(takeSnapshot(source, target).list()).toEqual(['main.go']);
});

test('YAML is read by its byte order mark, other files as UTF-8', () => {
  const base = mkdtempSync(join(tmpdir(), 'go-cloud-workshop-test-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [source, target] = [join(base, 'source'), join(base, 'target')];
  mkdirSync(source);
  const text = '\ufeffa: ü\r\n';
  const little = Buffer.from(text, 'utf16le');
  writeFileSync(join(source, 'little.yaml'), little);
  writeFileSync(join(source, 'big.yml'), Buffer.from(little).swap16());
  writeFileSync(join(source, 'plain.yaml'), text);
  writeFileSync(join(source, 'short.yaml'), 'a');
  writeFileSync(join(source, 'Dockerfile'), little);
  const { read } = takeSnapshot(source, target);
  expect(['little.yaml', 'big.yml', 'plain.yaml'].map(read)).toEqual([text, text, text]);
  expect(read('short.yaml')).toBe('a');
  expect(read('Dockerfile')).toBe(little.toString('utf8'));
});
