/** The files of an image that a check may want to read are kept: certificates, settings and (on disk) ELF binaries. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ElfInfo, FileContent } from '../../../kit/index.ts';
import { inspectBinary } from '../../binary/elf.ts';
import type { Scratch } from '../../run/scratch.ts';
import { contentOf, isElf } from './content.ts';

export type KeptFiles = {
  /** Reads a file's body to its end; returns what it is. */
  take(key: string, path: string, size: number, body: Readable): Promise<FileContent>;
  read(key: string): Buffer | undefined;
  elf(key: string): ElfInfo | undefined;
};

const readable = /^\/etc\/|\.(pem|crt|cer)$|\/(ssl|pki|certs)\/|\/zoneinfo\//;
const biggestText = 4e6;
/** An image with more than this in small files is far too large anyway: from there on only their beginnings are looked at. */
const allLookedAt = 64e6;
/** A piece of a stream may be as short as one byte. */
const headBytes = 64;
const biggestBinary = 128e6;
/** A whole Linux has thousands; the first few are enough to show it. */
const mostBinaries = 20;
const allTexts = 16e6;

export function keepFiles(scratch: Scratch): KeptFiles {
  const texts = new Map<string, Buffer>();
  const binaries = new Map<string, string>();
  let folder: string | undefined;
  let room = allTexts;
  let toLookAt = allLookedAt;
  return {
    async take(key, path, size, body) {
      const looked = size <= biggestText && size <= toLookAt;
      if (looked) toLookAt -= size;
      const { head, pieces } = await readBody(body, (head) =>
        isElf(head) ? size <= biggestBinary && binaries.size < mostBinaries : looked,
      );
      const whole = pieces && Buffer.concat(pieces);
      const content = contentOf(head, whole);
      if (whole && content === 'elf') {
        folder ??= scratch.folder('binaries');
        const file = join(folder, String(binaries.size));
        writeFileSync(file, whole, { mode: 0o600 });
        binaries.set(key, file);
      } else if (whole && readable.test(path) && size <= room) {
        texts.set(key, whole);
        room -= size;
      }
      return content;
    },
    read(key) {
      const file = binaries.get(key);
      return file ? readFileSync(file) : texts.get(key);
    },
    elf(key) {
      const file = binaries.get(key);
      return file === undefined ? undefined : elfOf(file);
    },
  };
}

/** To its end, whatever is kept. `head`: its first bytes, enough to tell what it is; `pieces`: all of it, where `keep` says so. */
async function readBody(body: Readable, keep: (head: Buffer) => boolean): Promise<{ head: Buffer; pieces?: Buffer[] }> {
  let pieces: Buffer[] | undefined = [];
  let head: Buffer | undefined;
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    pieces?.push(piece);
    bytes += piece.length;
    if (head !== undefined || bytes < headBytes) continue;
    head = Buffer.concat(pieces ?? []).subarray(0, headBytes);
    if (!keep(head)) pieces = undefined;
  }
  head ??= Buffer.concat(pieces ?? []);
  if (pieces && !keep(head)) pieces = undefined;
  return { head, pieces };
}

function elfOf(file: string): ElfInfo {
  const { interpreter, arch, stripped } = inspectBinary(file);
  return { stripped, goBuild: goBuild(readFileSync(file)), interpreter, arch };
}

/** Lines "build\t-trimpath=true" of the module information that Go puts into its binaries (runtime/debug.BuildInfo). */
function goBuild(binary: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  // Between these marks: runtime/debug/mod.go and cmd/go/internal/modload (infoStart, infoEnd).
  const start = binary.indexOf(Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex'));
  if (start < 0) return found;
  const end = binary.indexOf(Buffer.from('f932433186182072008242104116d8f2', 'hex'), start);
  const text = binary.subarray(start + 16, end < 0 ? start + 8_192 : end).toString('utf8');
  for (const [, name = '', value = ''] of text.matchAll(/^build\t([^=\n]+)=(.*)$/gm)) found[name] = value;
  return found;
}
