/** The program that ships is no static binary for the image's processor. */
import { type ElfInfo, enumerate, type Finding, finding, type ImageFile, size } from '#kit';
import type { Lines } from '../lines.ts';
import { elfFiles, type Shipped } from '../scene.ts';

export function noBinary({ contents, command, program }: Shipped, lines: Lines): Finding {
  const binaries = elfFiles(contents).map(({ path }) => path);
  if (binaries.length > 1)
    return finding({
      summary: `${command ?? 'The command'} is none of the ${binaries.length} binaries in the image.`,
      expected: 'ENTRYPOINT names the binary that go build made',
      actual: program
        ? `${program.path} is not a binary`
        : `no file ${command ?? ''}; there are ${enumerate(binaries, 4)}`,
      hint: 'Give ENTRYPOINT the path that COPY --from=build put the binary at.',
      evidence: [lines.final('ENTRYPOINT', 'CMD')],
    });
  const files = contents.files.filter(({ kind }) => kind === 'file').length;
  return finding({
    summary: program
      ? `${program.path} is not a binary: its first bytes are not those of an ELF file.`
      : 'There is no binary in the image.',
    expected: 'a Linux binary (ELF), built by go build',
    ...(program ? insteadOf(program) : nothingThere(files)),
    evidence: [lines.final('COPY', 'ENTRYPOINT')],
  });
}

const nothingThere = (files: number) => ({
  actual: `${files} files, none of them ELF`,
  hint: 'COPY --from=build SOURCE DESTINATION fetches it; the source is the path given to go build -o.',
});

function insteadOf({ kind, content }: ImageFile): { actual: string; hint: string } {
  if (content === 'archive')
    return {
      actual: 'an archive of a compiled package',
      hint: 'go build makes one of a package that is not main. The program is ./cmd/server.',
    };
  if (content === 'foreign-binary')
    return {
      actual: 'a program for Windows or macOS',
      hint: 'Containers run Linux programs, also on a Mac or on Windows: GOOS=linux, or no GOOS where a Linux image builds.',
    };
  return {
    actual: kind === 'folder' ? 'a folder' : content === 'script' ? 'a script' : 'some other kind of file',
    hint: 'ENTRYPOINT must name the file that go build -o made. A script needs an interpreter, and scratch has none.',
  };
}

export function dynamic({ path }: ImageFile, { interpreter, goBuild }: ElfInfo, lines: Lines): Finding | undefined {
  if (!interpreter) return undefined;
  const pie = goBuild['-buildmode'] === 'pie';
  const how = pie ? '; built with -buildmode=pie' : goBuild.CGO_ENABLED === '1' ? '; built with CGO_ENABLED=1' : '';
  return finding({
    summary: `${path} is dynamic: it asks for ${interpreter}, which is not in the image.`,
    expected: 'a static binary: an ELF file without an interpreter',
    actual: `interpreter ${interpreter}${how}`,
    hint: pie
      ? 'A position-independent executable needs a loader. Leave -buildmode=pie out.'
      : 'Build with CGO_ENABLED=0. Otherwise packages like net and os/user bind to a C library, and the start ends in "no such file or directory": the missing file is the loader.',
    evidence: [lines.building()],
  });
}

export function otherProcessor(
  { path }: ImageFile,
  { arch }: ElfInfo,
  wanted: string,
  lines: Lines,
): Finding | undefined {
  if (!arch || arch === wanted) return undefined;
  return finding({
    summary: `${path} is built for ${arch}, and the image is for ${wanted}.`,
    expected: `a binary for ${wanted}, the processor of the image`,
    actual: `GOARCH=${arch}; starting it ends in "exec format error"`,
    hint: 'A fixed GOARCH fits one processor only. With ARG TARGETARCH and GOARCH=$TARGETARCH the build is told which one the image is for (docker build --platform); without GOARCH it is the one that builds.',
    evidence: [lines.building()],
  });
}

/** Notes on flags that make the binary smaller or repeatable. */
export function flagNotes({ bytes }: ImageFile, { stripped, goBuild }: ElfInfo): string[] {
  const notes: string[] = [];
  if (!stripped)
    notes.push(
      `The binary (${size(bytes)}) still has its symbols: -ldflags="-s -w" takes 20–30 % off. Stack traces stay as they are.`,
    );
  if (Object.keys(goBuild).length > 0 && goBuild['-trimpath'] !== 'true')
    notes.push(
      '-trimpath keeps the folders of the machine that built it out of the binary, so that the same source gives the same bytes.',
    );
  return notes;
}
