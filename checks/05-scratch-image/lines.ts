/** Points at lines of the learner's Dockerfile. Only for evidence: a verdict never comes from here. */
import type { Dockerfile, DockerfileStage, DockerInstruction, Evidence, Source } from '#kit';

export type Lines = {
  at(line: number | undefined): Evidence | undefined;
  /** Of the stage that ships: its last instruction with the first of these keywords that it has, else its FROM. */
  final(...keywords: string[]): Evidence | undefined;
  /** The COPY that put a file where it is, as far as its destination tells. */
  copying(path: string): Evidence | undefined;
  /** The last ENV, ARG or LABEL that sets the name; else the last instruction with the flag or the word. */
  setting(name: string): Evidence | undefined;
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
    setting: (name) => at(settingOf(name, dockerfile)?.line),
    building: () =>
      at(dockerfile?.instructions.find(({ keyword, text }) => keyword === 'RUN' && text.includes('go build'))?.line),
  };
}

/** Of the stage that ships and of the stages it builds on, in order. */
export function shippedInstructions(dockerfile: Dockerfile | undefined): DockerInstruction[] {
  const chain: DockerfileStage[] = [];
  for (let stage = dockerfile?.stages.at(-1); stage; stage = stage.parent) chain.unshift(stage);
  return chain.flatMap(({ instructions }) => instructions);
}

/** The last instruction of the stage that ships, e.g. its USER. */
export function finalInstruction(dockerfile: Dockerfile | undefined, keyword: string): DockerInstruction | undefined {
  return shippedInstructions(dockerfile).findLast((one) => one.keyword === keyword);
}

function settingOf(name: string, dockerfile: Dockerfile | undefined): DockerInstruction | undefined {
  const all = dockerfile?.instructions ?? [];
  return (
    all.findLast(({ settings }) => settings.some((one) => one.name === name)) ??
    all.findLast(({ text, flags }) => name in flags || text.split(/[\s;&]+/).includes(name))
  );
}

/** The longest destination that the path lies under. */
function copyOf(path: string, dockerfile: Dockerfile | undefined): DockerInstruction | undefined {
  const holds = (folder: string) => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
  const destination = ({ args }: DockerInstruction) => args.at(-1) ?? '';
  return shippedInstructions(dockerfile)
    .filter((one) => /^(COPY|ADD)$/.test(one.keyword) && holds(destination(one)))
    .sort((a, b) => destination(b).length - destination(a).length)[0];
}
