/** Files in the image that the program does not need. */
import { type Evidence, enumerate, type Finding, finding, type ImageContents, plural, size } from '#kit';
import type { Extra } from '../image/needed.ts';
import type { Lines } from '../lines.ts';

export function moreThanTheBinary(rest: readonly Extra[], contents: ImageContents, lines: Lines): Finding {
  const bytes = rest.reduce((sum, file) => sum + file.bytes, 0);
  const buried = rest.every((file) => file.buried);
  return finding({
    summary: buried
      ? `A lower layer also ships ${enumerate(described(rest, contents), 4)}, although a later one hides it.`
      : `The image also holds ${enumerate(described(rest, contents), 4)}.`,
    expected: 'one binary; certificates, time zones, /etc/passwd, group and nsswitch.conf are fine beside it',
    actual: `${plural(rest.length, 'other file')}, ${size(bytes)}`,
    hint: buried
      ? 'What a later layer overwrites or deletes still ships in its own layer, and everybody can take it out. Copy only the finished file into the last stage.'
      : 'Copy files by name into the last stage (COPY --from=build /server /server), never a whole folder. What is not there needs no updates and helps no attacker.',
    evidence: [evidence(rest), lines.copying(rest[0]?.path ?? '')],
  });
}

/** By what a file is, before its name is asked. */
const kinds: Partial<Record<Extra['content'], string>> = {
  'private-key': 'a private key',
  script: 'a script',
  certificates: 'certificates where Go does not look',
  'certificates-and-more': 'other text between the certificates',
  zone: 'a time zone where Go does not look',
};

const groups: [string, RegExp][] = [
  ['a .git folder', /\/\.git\//],
  ['Go source', /\.go$|\/go\.(mod|sum)$/],
  ['a shell', /\/(ba|da|a|z)?sh$|\/busybox$/],
  ['a package manager', /\/(apk|apt|apt-get|dpkg|rpm|dnf|yum)$/],
  ['a Go toolchain', /\/go\/bin\/go$|\/go\/pkg\/tool\//],
  ['settings that may be secret', /\/\.env(\.[\w-]+)?$/],
];

function described(rest: readonly Extra[], { files }: ImageContents): string[] {
  const found: string[] = [];
  let unnamed = [...rest];
  for (const [name, pattern] of groups) {
    // A shell is often a link to busybox.
    if (![...rest, ...files].some(({ path, kind }) => kind !== 'folder' && pattern.test(path))) continue;
    found.push(name);
    unnamed = unnamed.filter(({ path }) => !pattern.test(path));
  }
  if (found.length > 0 && unnamed.length > 4) return [...found, `${unnamed.length} more files`];
  const all = rest.every(({ buried }) => buried);
  return [...found, ...unnamed.map((file) => one({ ...file, buried: file.buried && !all }))];
}

function one({ path, content, buried, mode, foreignLines }: Extra): string {
  const kind = content === 'elf' ? 'another binary' : foreignLines ? 'lines that do not belong in it' : kinds[content];
  const words = [kind, mode & 0o4000 ? 'setuid' : '', buried ? 'in a layer below' : ''].filter((word) => word);
  return words.length > 0 ? `${path} (${words.join(', ')})` : path;
}

function evidence(rest: readonly Extra[]): Evidence {
  const shown = [...rest].sort((a, b) => b.bytes - a.bytes).slice(0, 25);
  const left = rest.length > shown.length ? [`… and ${rest.length - shown.length} more`] : [];
  const rows = shown.map(({ path, bytes }) => `${size(bytes).padStart(8)}  ${path}`);
  return { kind: 'files', title: 'Not needed to run', text: [...rows, ...left].join('\n') };
}
