/** What a static program may have beside it in an image: told by what a file is, then by where it lies. */
import type { FileContent, Image, ImageContents, ImageFile } from '#kit';
import { isCertificatePlace } from './certificate-places.ts';
import { formOf, hasForm } from './forms.ts';

/** Where the time package looks: time/zoneinfo_unix.go, zoneinfo_goroot.go. */
const zoneFolders = /\/zoneinfo\/|^\/usr\/lib\/locale\/TZ\//;
/** Mount points that a RUN leaves behind, empty. */
const mountPoints = /^\/etc\/(hosts|hostname|resolv\.conf)$/;

export type Extra = ImageFile & {
  /** A later layer overwrites or deletes it; it ships all the same. */
  buried: boolean;
  /** Its name is that of a file that may be there, its lines are not. */
  foreignLines: boolean;
};

/** `binary`: of all ELF files the one that is the program. Sorted by path. */
export function notNeeded(image: Image, contents: ImageContents, binary: ImageFile | undefined): Extra[] {
  const visible = new Set(contents.files);
  return contents.layers
    .flatMap(({ files }) => files)
    .filter((file) => file.kind === 'file' && !isHardLink(file) && !isNeeded(file, image, contents, binary?.path))
    .map((file) => ({
      ...file,
      buried: !visible.has(file),
      foreignLines: isText(file) && formOf(file.path) !== undefined,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Another name of a file that is judged by its first. */
const isHardLink = ({ target }: ImageFile) => target !== undefined;

function isNeeded(file: ImageFile, image: Image, contents: ImageContents, program: string | undefined): boolean {
  const { path, content } = file;
  if (content === 'empty') return mountPoints.test(path) || isCertificatePlace(path, image);
  const form = formOf(path);
  if (form) return isText(file) && hasForm(contents.read(file), form);
  const needed: Partial<Record<FileContent, boolean>> = {
    elf: path === program,
    certificates: isCertificatePlace(path, image),
    // As a name says where Go looks; that nothing can be read from it is up to the check certificates.
    'unreadable-certificates': isCertificatePlace(path, image),
    zone: zoneFolders.test(path) || path === '/etc/localtime',
    'zone-archive': path.endsWith('.zip') || path === image.env.ZONEINFO,
  };
  return needed[content] ?? false;
}

const isText = ({ content }: ImageFile) => content === 'text';
