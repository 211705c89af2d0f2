import type { CheckContext, Dockerfile, DockerInstruction, Evidence, Files } from '#kit';

export const megabytes = (bytes: number): string =>
  bytes >= 995_000_000
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : bytes >= 995_000
      ? `${(bytes / 1e6).toFixed(bytes < 9_950_000 ? 2 : 1)} MB`
      : `${Math.max(1, Math.round(bytes / 1e3))} kB`;

/** The learner's own line, where there is one to show. */
export function lineOfDockerfile(files: Files, line: number | undefined): Evidence | undefined {
  return line === undefined ? undefined : files.excerpt({ file: 'Dockerfile', line });
}

/** The last instruction of the stage that ships, e.g. its USER. */
export function finalInstruction(dockerfile: Dockerfile | undefined, keyword: string): DockerInstruction | undefined {
  return dockerfile?.stages.at(-1)?.instructions.findLast((one) => one.keyword === keyword);
}

export async function finalLine(context: CheckContext, ...keywords: string[]): Promise<Evidence | undefined> {
  const dockerfile = await context.docker.dockerfile();
  const lines = keywords.map((keyword) => finalInstruction(dockerfile, keyword)?.line);
  return lineOfDockerfile(context.files, lines.find((line) => line !== undefined) ?? dockerfile?.stages.at(-1)?.line);
}

/** "a, b and c", at most `most` of them. */
export function listed(items: readonly string[], most = 6): string {
  if (items.length === 0) return '';
  const shown = items.slice(0, most);
  const more = items.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length === 1 ? String(shown[0]) : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** The COPY that put a file where it is, as far as its destination tells. */
export async function copyLine(context: CheckContext, path: string): Promise<Evidence | undefined> {
  const copies = (await context.docker.dockerfile())?.stages
    .at(-1)
    ?.instructions.filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  const under = (folder: string) => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
  const by = copies
    ?.filter(({ args }) => under(args.at(-1) ?? ''))
    .sort((a, b) => (b.args.at(-1)?.length ?? 0) - (a.args.at(-1)?.length ?? 0))[0];
  return by ? lineOfDockerfile(context.files, by.line) : finalLine(context, 'COPY');
}
