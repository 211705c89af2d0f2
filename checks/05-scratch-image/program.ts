import type { CheckContext, Image, ImageContents, ImageFile } from '#kit';
import { builtImage } from './builds.ts';

/** A right program answers in a fraction of a second; on a stalled machine nobody is punished. */
export const startMs = 15_000;

export type Shipped = {
  image: Image;
  contents: ImageContents;
  /** First word of ENTRYPOINT, else of CMD. */
  command?: string;
  /** The file that would be started. */
  program?: ImageFile;
  /** The binary that the image is about: the program, or, where the command finds nothing, the only ELF file. */
  binary?: ImageFile;
};

export async function shipped(context: CheckContext): Promise<Shipped> {
  const image = await builtImage(context);
  const contents = await context.docker.contents(image);
  const [command] = image.entrypoint.length > 0 ? image.entrypoint : image.cmd;
  const program = command === undefined ? undefined : lookUp(command, image, contents);
  const binaries = elfFiles(contents);
  const binary = program?.elf ? program : binaries.length === 1 ? binaries[0] : undefined;
  return {
    image,
    contents,
    ...(command === undefined ? {} : { command }),
    ...(program ? { program } : {}),
    ...(binary ? { binary } : {}),
  };
}

export const elfFiles = ({ files }: ImageContents): ImageFile[] =>
  files.filter((file) => file.kind === 'file' && file.elf && file.target === undefined);

/** As runc does: a path with a slash counts from WORKDIR, a bare name is looked for in PATH. */
function lookUp(command: string, image: Image, contents: ImageContents): ImageFile | undefined {
  if (command.startsWith('/')) return contents.find(command);
  if (command.includes('/')) return contents.find(`${image.workingDir}/${command}`);
  const folders = (image.env.PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin').split(':');
  return folders.map((folder) => contents.find(`${folder}/${command}`)).find((file) => file !== undefined);
}
