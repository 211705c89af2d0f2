import { type CheckContext, check, type ElfInfo, fail, type ImageFile } from '#kit';
import { elfFiles, type Shipped, shipped } from './program.ts';
import { finalLine, listed, megabytes } from './words.ts';

/** Judged on the bytes that ship, not on the Dockerfile's words. */
export const staticBinary = check(
  'static-binary',
  "is one static binary for the image's processor",
  { needs: ['docker'], after: ['builds'], lesson: 'A binary that needs nothing' },
  async (context: CheckContext) => {
    const ship = await shipped(context);
    const { binary, contents, image } = ship;
    if (!binary) return noBinary(context, ship);
    const elf = contents.elf(binary.path);
    if (!elf) return;
    if (elf.interpreter) await dynamic(context, binary, elf);
    if (elf.arch && elf.arch !== image.architecture) await otherProcessor(context, ship, binary, elf.arch);
    advise(context, binary, elf);
  },
);

async function noBinary(context: CheckContext, { contents, command, program }: Shipped): Promise<never> {
  const binaries = elfFiles(contents).map(({ path }) => path);
  if (binaries.length > 1)
    fail({
      summary: `${command ?? 'The command'} is none of the ${binaries.length} binaries in the image.`,
      expected: 'ENTRYPOINT names the binary that go build made',
      actual: program
        ? `${program.path} is not a binary`
        : `no file ${command ?? ''}; there are ${listed(binaries, 4)}`,
      hint: 'Give ENTRYPOINT the path that COPY --from=build put the binary at.',
      evidence: [await finalLine(context, 'ENTRYPOINT', 'CMD')],
    });
  fail({
    summary: program
      ? `${program.path} is not a binary: its first bytes are not those of an ELF file.`
      : 'There is no binary in the image.',
    expected: 'a Linux binary (ELF), built by go build',
    actual: program
      ? 'some other kind of file'
      : `${contents.files.filter(({ kind }) => kind === 'file').length} files, none of them ELF`,
    hint: program
      ? 'Built for another system? GOOS must be linux, also on a Mac or on Windows. Or is it a folder or a script?'
      : 'COPY --from=build SOURCE DESTINATION fetches it; the source is the path given to go build -o.',
    evidence: [await finalLine(context, 'COPY', 'ENTRYPOINT')],
  });
}

async function dynamic(context: CheckContext, binary: ImageFile, { interpreter, goBuild }: ElfInfo): Promise<never> {
  const pie = goBuild['-buildmode'] === 'pie';
  fail({
    summary: `${binary.path} is dynamic: it asks for ${interpreter}, which is not in the image.`,
    expected: 'a static binary: an ELF file without an interpreter',
    actual: `interpreter ${interpreter}${pie ? '; built with -buildmode=pie' : goBuild.CGO_ENABLED === '1' ? '; built with CGO_ENABLED=1' : ''}`,
    hint: pie
      ? 'A position-independent executable needs a loader. Leave -buildmode=pie out.'
      : 'Build with CGO_ENABLED=0. Otherwise packages like net and os/user bind to a C library, and the start ends in "no such file or directory": the missing file is the loader.',
    evidence: [await buildLine(context)],
  });
}

async function otherProcessor(
  context: CheckContext,
  { image }: Shipped,
  binary: ImageFile,
  arch: string,
): Promise<never> {
  fail({
    summary: `${binary.path} is built for ${arch}, and the image is for ${image.architecture}.`,
    expected: `a binary for ${image.architecture}, the processor of the image`,
    actual: `GOARCH=${arch}; starting it ends in "exec format error"`,
    hint: 'Leave GOARCH out: go build then takes the processor it runs on. For several processors use ARG TARGETARCH and GOARCH=$TARGETARCH.',
    evidence: [await buildLine(context)],
  });
}

async function buildLine({ docker, files }: CheckContext) {
  const instructions = (await docker.dockerfile())?.instructions ?? [];
  const line = instructions.find(({ keyword, text }) => keyword === 'RUN' && text.includes('go build'))?.line;
  return line === undefined ? undefined : files.excerpt({ file: 'Dockerfile', line });
}

function advise({ note }: CheckContext, { bytes }: ImageFile, { stripped, goBuild }: ElfInfo): void {
  if (!stripped)
    note(
      `The binary (${megabytes(bytes)}) still has its symbols: -ldflags="-s -w" takes 20–30 % off. Stack traces stay as they are.`,
    );
  if (Object.keys(goBuild).length > 0 && goBuild['-trimpath'] !== 'true')
    note(
      '-trimpath keeps the folders of the machine that built it out of the binary, so that the same source gives the same bytes.',
    );
}
