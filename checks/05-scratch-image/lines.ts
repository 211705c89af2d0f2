/** Points at lines of the learner's Dockerfile. Only for evidence: a verdict never comes from here. */
import type { Dockerfile, DockerInstruction, Evidence, Source } from '#kit';

export type Lines = {
  at(line: number | undefined): Evidence | undefined;
  /** Of the stage that ships: its last instruction with the first of these keywords that it has, else its FROM. */
  final(...keywords: string[]): Evidence | undefined;
  /** The COPY that put a file where it is, as far as its destination tells. */
  copying(path: string): Evidence | undefined;
  /** The RUN that builds the program. */
  building(): Evidence | undefined;
};

export function linesOf(dockerfile: Dockerfile | undefined, source: Source): Lines {
  const at = (line: number | undefined) => (line === undefined ? undefined : source.show({ file: 'Dockerfile', line }));
  const final = (...keywords: string[]) => {
    const own = keywords.map((keyword) => finalInstruction(dockerfile, keyword)).find((one) => one !== undefined);
    return at((own ?? dockerfile?.stages.at(-1))?.line);
  };
  return {
    at,
    final,
    copying: (path) => at(copyOf(path, dockerfile)?.line) ?? final('COPY'),
    building: () =>
      at(dockerfile?.instructions.find(({ keyword, text }) => keyword === 'RUN' && text.includes('go build'))?.line),
  };
}

/** The last instruction of the stage that ships, e.g. its USER. */
export function finalInstruction(dockerfile: Dockerfile | undefined, keyword: string): DockerInstruction | undefined {
  return dockerfile?.stages.at(-1)?.instructions.findLast((one) => one.keyword === keyword);
}

/** The longest destination that the path lies under. */
function copyOf(path: string, dockerfile: Dockerfile | undefined): DockerInstruction | undefined {
  const holds = (folder: string) => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
  const destination = ({ args }: DockerInstruction) => args.at(-1) ?? '';
  return dockerfile?.stages
    .at(-1)
    ?.instructions.filter((one) => /^(COPY|ADD)$/.test(one.keyword) && holds(destination(one)))
    .sort((a, b) => destination(b).length - destination(a).length)[0];
}
