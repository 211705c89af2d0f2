/** The few fields of an executable that checks need. Source: System V ABI (ELF header, program and section headers). */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { BinaryInfo } from '../../kit/index.ts';

const machines: Record<number, string> = {
  3: '386',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  21: 'ppc64le',
  22: 's390x',
  258: 'loong64',
};
const PT_INTERP = 3;
const SHT_SYMTAB = 2;

export function inspectBinary(path: string): BinaryInfo {
  const fd = openSync(path, 'r');
  try {
    const bytes = fstatSync(fd).size;
    const head = slice(fd, 0, 64);
    if (head.readUInt32BE(0) === 0x7f454c46) return { ...elf(fd, head), bytes };
    return { format: otherFormat(head), stripped: false, bytes };
  } finally {
    closeSync(fd);
  }
}

function otherFormat(head: Buffer): BinaryInfo['format'] {
  if (head.toString('latin1', 0, 2) === 'MZ') return 'pe';
  const magic = head.readUInt32LE(0);
  return magic === 0xfeedfacf || magic === 0xfeedface || magic === 0xbebafeca ? 'mach-o' : 'other';
}

function elf(fd: number, head: Buffer): Omit<BinaryInfo, 'bytes'> {
  const wide = head[4] === 2;
  const little = head[5] === 1;
  const u16 = (buffer: Buffer, at: number) => (little ? buffer.readUInt16LE(at) : buffer.readUInt16BE(at));
  const u32 = (buffer: Buffer, at: number) => (little ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at));
  const u64 = (buffer: Buffer, at: number) => Number(little ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at));
  const word = (buffer: Buffer, at32: number, at64: number) => (wide ? u64(buffer, at64) : u32(buffer, at32));
  const programs = { at: word(head, 28, 32), size: u16(head, wide ? 54 : 42), count: u16(head, wide ? 56 : 44) };
  const sections = { at: word(head, 32, 40), size: u16(head, wide ? 58 : 46), count: u16(head, wide ? 60 : 48) };
  const rows = (table: typeof programs) =>
    Array.from({ length: table.count }, (_, index) => slice(fd, table.at + index * table.size, table.size));
  const interp = rows(programs).find((row) => u32(row, 0) === PT_INTERP);
  const interpreter =
    interp &&
    slice(fd, word(interp, 4, 8), word(interp, 16, 32))
      .toString('latin1')
      .replace(/\0.*$/s, '');
  const arch = machines[u16(head, 18)];
  return {
    format: 'elf',
    stripped: !rows(sections).some((row) => u32(row, 4) === SHT_SYMTAB),
    arch,
    interpreter,
  };
}

function slice(fd: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  readSync(fd, buffer, 0, length, at);
  return buffer;
}
