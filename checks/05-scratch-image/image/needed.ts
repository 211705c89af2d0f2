/** What a static program may have beside it in an image: told by what a file is, then by where it lies. */
import type { FileContent, Image, ImageContents, ImageFile } from '#kit';
import { isCertificatePlace } from './certificate-places.ts';

/** Fields as passwd(5), group(5) and nsswitch.conf(5) have them; comments and empty lines aside. */
const accounts: Record<string, RegExp> = {
  '/etc/passwd': /^[^:\s]+:[^:]*:\d+:\d+:[^:]*:[^:]*:[^:]*$/,
  '/etc/group': /^[^:\s]+:[^:]*:\d+:[^:]*$/,
  '/etc/nsswitch.conf': /^\w+:\s*[\w\s[\]=!]*$/,
};

/** Tables beside the zones, as tzdata installs them. */
const zoneTables =
  /\/(zone(1970|now)?\.tab|iso3166\.tab|tzdata\.zi|leapseconds|leap-seconds\.list|\+VERSION|SECURITY)$/;
/** Where the time package looks: time/zoneinfo_unix.go, zoneinfo_goroot.go. */
const zoneFolders = /\/zoneinfo\/|^\/usr\/lib\/locale\/TZ\//;
/** Mount points that a RUN leaves behind, empty. */
const mountPoints = /^\/etc\/(hosts|hostname|resolv\.conf)$/;

export type Extra = ImageFile & {
  /** A later layer overwrites or deletes it; it ships all the same. */
  buried: boolean;
};

/** `binary`: of all ELF files the one that is the program. Sorted by path. */
export function notNeeded(image: Image, contents: ImageContents, binary: ImageFile | undefined): Extra[] {
  const visible = new Set(contents.files);
  return contents.layers
    .flatMap(({ files }) => files)
    .filter((file) => file.kind === 'file' && !isHardLink(file) && !isNeeded(file, image, contents, binary?.path))
    .map((file) => ({ ...file, buried: !visible.has(file) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Another name of a file that is judged by its first. */
const isHardLink = ({ target }: ImageFile) => target !== undefined;

function isNeeded(file: ImageFile, image: Image, contents: ImageContents, program: string | undefined): boolean {
  const { path, content } = file;
  if (content === 'empty') return mountPoints.test(path) || isCertificatePlace(path, image);
  const form = accounts[path];
  if (form) return content === 'text' && hasForm(contents.read(file), form);
  const needed: Partial<Record<FileContent, boolean>> = {
    elf: path === program,
    certificates: isCertificatePlace(path, image),
    // As a name says where Go looks; that nothing can be read from it is up to the check certificates.
    'unreadable-certificates': isCertificatePlace(path, image),
    zone: zoneFolders.test(path) || path === '/etc/localtime',
    'zone-archive': path.endsWith('.zip') || path === image.env.ZONEINFO,
    text: zoneFolders.test(path) && zoneTables.test(path),
  };
  return needed[content] ?? false;
}

function hasForm(bytes: Buffer | undefined, form: RegExp): boolean {
  const lines = bytes?.toString('utf8').split(/\r?\n/) ?? [];
  return lines.every((line) => /^\s*(#.*)?$/.test(line) || form.test(line));
}
