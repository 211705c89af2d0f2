/** An image: its configuration and the files it ships. */

/** The image's configuration, not its files. */
export type Image = {
  readonly id: string;
  readonly os: string;
  /** GOARCH name. */
  readonly architecture: string;
  /** USER as it is written; '' where there is none. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly exposed: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** What ONBUILD left for those who build on it. */
  readonly onBuild: readonly string[];
  /** Instructions in order; those without a layer have no bytes. */
  readonly history: readonly string[];
};

export type ImageContents = {
  /** Sum of the uncompressed layers that ship: a file that a later layer overwrites counts twice. */
  readonly bytes: number;
  readonly layers: readonly ImageLayer[];
  /** What a container sees; later layers win. Sorted by path. */
  readonly files: readonly ImageFile[];
  /** The content of a small text or an ELF binary; undefined for all others. A path: as a container sees it. A file: as its layer ships it. */
  read(file: string | ImageFile): Buffer | undefined;
  /** Follows symbolic links. */
  find(path: string): ImageFile | undefined;
  elf(path: string): ElfInfo | undefined;
};

export type ImageLayer = {
  readonly bytes: number;
  /** The instruction that made it, where the history tells. */
  readonly madeBy?: string;
  /** Those too that a later layer overwrites or deletes. */
  readonly files: readonly ImageFile[];
};

export type ImageFile = {
  /** Absolute, e.g. /server */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'folder' | 'other';
  readonly bytes: number;
  /** Where a symbolic link points, or the file that a hard link is another name of. */
  readonly target?: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Number of its layer from 0. */
  readonly layer: number;
  /** It begins with the magic number of an ELF binary. */
  readonly elf: boolean;
  readonly content: FileContent;
};

/**
 * What a file is by its bytes. certificates: PEM of which at least one is a certificate, without a private key.
 * certificates-and-more: with text between them that describes no certificate. unreadable-certificates: PEM blocks that are none. zone: compiled by zic. zone-archive: a zip of zones that Go can read.
 * archive: of ar, as go build makes of a package that is no program. foreign-binary: a program of Windows or macOS. unread: too large to be looked at.
 */
export type FileContent =
  | 'empty'
  | 'elf'
  | 'script'
  | 'archive'
  | 'foreign-binary'
  | 'certificates'
  | 'certificates-and-more'
  | 'unreadable-certificates'
  | 'private-key'
  | 'zone'
  | 'zone-archive'
  | 'text'
  | 'other'
  | 'unread';

export type ElfInfo = {
  /** PT_INTERP, e.g. /lib/ld-musl-x86_64.so.1; undefined in a static binary. */
  readonly interpreter?: string;
  /** GOARCH name. */
  readonly arch?: string;
  /** No symbol table (-ldflags=-s). */
  readonly stripped: boolean;
  /** Build settings that Go records in its binaries: -trimpath, -ldflags, CGO_ENABLED …; empty for others. */
  readonly goBuild: Readonly<Record<string, string>>;
};
