import { type CheckContext, check, fail, type ImageContents, type ImageFile } from '#kit';
import { certificateFiles, isCertificateFolder } from './certificate-places.ts';
import { elfFiles, shipped } from './program.ts';
import { copyLine, listed, megabytes } from './words.ts';

const accounts = new Set(['/etc/passwd', '/etc/group', '/etc/nsswitch.conf']);
/** Where the time package looks (time/zoneinfo_unix.go, zoneinfo_goroot.go), and a zip of it anywhere for $ZONEINFO. */
const timeZones = /\/zoneinfo(\/|\.zip$)|^\/usr\/lib\/locale\/TZ\/|^\/etc\/localtime$/;

/** Nothing to attack, nothing to update: what is not needed to run is named. */
export const onlyTheBinary = check(
  'only-the-binary',
  'holds the binary and what it needs to run, nothing else',
  { needs: ['docker'], after: ['builds'], lesson: 'What the binary still needs', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const { contents, binary, image } = await shipped(context);
    const certificates = certificateFiles(image);
    const main = binary ?? elfFiles(contents)[0];
    const rest = contents.files.filter((file) => file.kind === 'file' && file.target === undefined && !belongs(file));
    function belongs(file: ImageFile): boolean {
      if (file.path === main?.path || accounts.has(file.path) || timeZones.test(file.path)) return true;
      return certificates.has(file.path) || isCertificateFolder(file.path, image);
    }
    if (rest.length === 0) return;
    const kinds = described(rest, contents);
    fail({
      summary: `The image also holds ${listed(kinds, 4)}.`,
      expected: 'one binary; certificates, time zones, /etc/passwd, group and nsswitch.conf are fine beside it',
      actual: `${rest.length} other ${rest.length === 1 ? 'file' : 'files'}, ${megabytes(rest.reduce((sum, file) => sum + file.bytes, 0))}`,
      hint: 'Copy files by name into the last stage (COPY --from=build /server /server), never a whole folder. What is not there needs no updates and helps no attacker.',
      evidence: [filesEvidence(rest), await copyLine(context, rest[0]?.path ?? '')],
    });
  },
);

const groups: [string, RegExp][] = [
  ['a .git folder', /\/\.git\//],
  ['Go source', /\.go$|\/go\.(mod|sum)$/],
  ['a shell', /\/(ba|da|a|z)?sh$|\/busybox$/],
  ['a package manager', /\/(apk|apt|apt-get|dpkg|rpm|dnf|yum)$/],
  ['a Go toolchain', /\/go\/bin\/go$|\/go\/pkg\/tool\//],
  ['settings that may be secret', /\/\.env(\.[\w-]+)?$/],
];

function described(rest: readonly ImageFile[], { files }: ImageContents): string[] {
  const found: string[] = [];
  let unnamed = [...rest];
  for (const [name, pattern] of groups) {
    // A shell is often a link to busybox.
    if (!files.some(({ path, kind }) => kind !== 'folder' && pattern.test(path))) continue;
    found.push(name);
    unnamed = unnamed.filter(({ path }) => !pattern.test(path));
  }
  if (found.length > 0 && unnamed.length > 4) return [...found, `${unnamed.length} files more`];
  return [...found, ...unnamed.map(({ path, elf }) => (elf ? `${path} (another binary)` : path))];
}

function filesEvidence(rest: readonly ImageFile[]) {
  const shown = [...rest].sort((a, b) => b.bytes - a.bytes).slice(0, 25);
  const left = rest.length > shown.length ? [`… and ${rest.length - shown.length} more`] : [];
  const rows = shown.map(({ path, bytes }) => `${megabytes(bytes).padStart(8)}  ${path}`);
  return { kind: 'files' as const, title: 'Not needed to run', text: [...rows, ...left].join('\n') };
}
