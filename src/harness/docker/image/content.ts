/** What a file is, by its bytes: a name proves nothing about what ships. */
import { X509Certificate } from 'node:crypto';
import type { FileContent } from '../../../kit/index.ts';
import { isDescribed } from './bundle.ts';

/** `whole`: undefined where the file is too large to be kept. */
export function contentOf(head: Buffer, whole: Buffer | undefined): FileContent {
  if (head.length === 0) return 'empty';
  if (isElf(head)) return 'elf';
  if (head.toString('latin1', 0, 2) === '#!') return 'script';
  if (head.toString('latin1', 0, 8) === '!<arch>\n') return 'archive';
  if (isForeignBinary(head)) return 'foreign-binary';
  // RFC 9636, 3.1
  if (head.toString('latin1', 0, 4) === 'TZif') return 'zone';
  if (whole === undefined) return 'unread';
  if (isZoneArchive(whole)) return 'zone-archive';
  return ofText(whole);
}

export const isElf = (head: Buffer): boolean => head.length >= 4 && head.readUInt32BE(0) === 0x7f454c46;

/** Windows begins its programs with MZ, macOS with these (mach-o/loader.h, 64 bits; fat binaries aside). */
const isForeignBinary = (head: Buffer) =>
  (head.length >= 64 && head.toString('latin1', 0, 2) === 'MZ') ||
  (head.length >= 4 && head.readUInt32LE(0) === 0xfeedfacf);

const privateKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
/** crypto/x509, AppendCertsFromPEM: blocks of any other type, TRUSTED CERTIFICATE among them, are passed over. */
const certificates = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*?-----END CERTIFICATE-----/g;

function ofText(bytes: Buffer): FileContent {
  if (bytes.includes(0)) return 'other';
  const text = bytes.toString('latin1');
  if (privateKey.test(text)) return 'private-key';
  const blocks = text.match(certificates);
  if (!blocks) return text.includes('-----BEGIN CERTIFICATE-----') ? 'unreadable-certificates' : 'text';
  if (!blocks.some(isCertificate)) return 'unreadable-certificates';
  return isDescribed(text) ? 'certificates' : 'certificates-and-more';
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}

/**
 * A zip whose files are all zones, stored and not compressed, as the time package wants it (time/zoneinfo_read.go,
 * loadTzinfoFromZip). Format: APPNOTE.TXT 4.3.7 and 4.3.12.
 */
function isZoneArchive(zip: Buffer): boolean {
  if (zip.length < 22 || zip.readUInt32LE(0) !== 0x04034b50) return false;
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0 || end + 22 > zip.length) return false;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) return false;
    if (!isZoneIn(zip, at)) return false;
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return count > 0;
}

function isZoneIn(zip: Buffer, entry: number): boolean {
  const name = zip.toString('latin1', entry + 46, entry + 46 + zip.readUInt16LE(entry + 28));
  if (name.endsWith('/')) return true;
  const stored = zip.readUInt16LE(entry + 10) === 0;
  const local = zip.readUInt32LE(entry + 42);
  if (!stored || local + 30 > zip.length) return false;
  const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return zip.toString('latin1', data, data + 4) === 'TZif';
}
