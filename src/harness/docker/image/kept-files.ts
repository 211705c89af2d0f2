/** The files of an image that a check may want to read are kept: certificates, settings and (on disk) ELF binaries. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ElfInfo } from '../../../kit/index.ts';
import { inspectBinary } from '../../binary/elf.ts';
import type { Scratch } from '../../run/scratch.ts';

export type KeptFiles = {
  /** Reads a file's body to its end; returns whether it is an ELF binary. */
  take(key: string, path: string, size: number, body: Readable): Promise<boolean>;
  read(key: string): Buffer | undefined;
  elf(key: string): ElfInfo | undefined;
};

const readable = /^\/etc\/|\.(pem|crt|cer)$|\/(ssl|pki|certs)\//;
const biggestText = 1e6;
const biggestBinary = 128e6;
/** A whole Linux has thousands; the first few are enough to show it. */
const mostBinaries = 20;
const allTexts = 16e6;

export function keepFiles(scratch: Scratch): KeptFiles {
  const texts = new Map<string, Buffer>();
  const binaries = new Map<string, string>();
  let folder: string | undefined;
  let room = allTexts;
  return {
    async take(key, path, size, body) {
      const asText = readable.test(path) && size <= biggestText && size <= room;
      const pieces: Buffer[] = [];
      let elf: boolean | undefined;
      let keep = asText;
      for await (const piece of body as AsyncIterable<Buffer>) {
        if (elf === undefined) {
          elf = piece.length >= 4 && piece.readUInt32BE(0) === 0x7f454c46;
          keep ||= elf && size <= biggestBinary && binaries.size < mostBinaries;
        }
        if (keep) pieces.push(piece);
      }
      if (keep && elf) {
        folder ??= scratch.folder('binaries');
        const file = join(folder, String(binaries.size));
        writeFileSync(file, Buffer.concat(pieces), { mode: 0o600 });
        binaries.set(key, file);
      } else if (keep) {
        texts.set(key, Buffer.concat(pieces));
        room -= size;
      }
      return elf ?? false;
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
