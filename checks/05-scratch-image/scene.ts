/** What several checks look at: the image that was built, the program in it, and a container that runs it. */
import type { CheckContext, Container, Image, ImageContents, ImageFile, NotStarted } from '#kit';
import { type Lines, linesOf } from './lines.ts';

/** A correct program answers in a fraction of a second; a stalled machine must not fail it. */
export const startMs = 15_000;

/** What a well-kept cluster grants. */
const granted = { port: 8080, memory: 32 * 2 ** 20, cpus: 0.5 };

export const start = (
  { docker }: CheckContext,
  image: Image,
  { plain = false } = {},
): Promise<Container | NotStarted> => docker.run(image, { ...granted, plain });

/** For checks with `after: ['builds']`. */
export async function builtImage({ docker }: CheckContext): Promise<Image> {
  const build = await docker.build();
  if (!build.ok) throw new Error('this check runs only after builds has passed');
  return build.image;
}

export const dockerfileLines = async ({ docker, source }: CheckContext): Promise<Lines> =>
  linesOf(await docker.dockerfile(), source);

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
  return inspect(image, await context.docker.contents(image));
}

export function inspect(image: Image, contents: ImageContents): Shipped {
  const [command] = image.entrypoint.length > 0 ? image.entrypoint : image.cmd;
  const program = command === undefined ? undefined : lookUp(command, image, contents);
  const binaries = elfFiles(contents);
  const binary = program?.elf ? program : binaries.length === 1 ? binaries[0] : undefined;
  return { image, contents, command, program, binary };
}

export const elfFiles = ({ files }: ImageContents): ImageFile[] =>
  files.filter((file) => file.kind === 'file' && file.elf && file.target === undefined);

/** As runc does it: a path with a slash counts from WORKDIR, a bare name is looked up in PATH. */
function lookUp(command: string, image: Image, contents: ImageContents): ImageFile | undefined {
  if (command.startsWith('/')) return contents.find(command);
  if (command.includes('/')) return contents.find(`${image.workingDir}/${command}`);
  const folders = (image.env.PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin').split(':');
  return folders.map((folder) => contents.find(`${folder}/${command}`)).find((file) => file !== undefined);
}
