/** Reads a Dockerfile as the builders do. Reference: https://docs.docker.com/reference/dockerfile/ */
import { DockerfileParser, type Flag, type Instruction, ModifiableInstruction } from 'dockerfile-ast';
import type { Dockerfile, DockerfileStage, DockerInstruction } from '../../../kit/index.ts';
import { modernWords, syntaxOf } from './modern.ts';
import { problemsOf } from './problems.ts';
import { expand, expandSettings, globalArguments, settingsOf } from './settings.ts';

export function readDockerfile(path: string, text: string): Dockerfile {
  const instructions = expandSettings(DockerfileParser.parse(text).getInstructions().map(instruction));
  return {
    path,
    instructions,
    stages: stagesOf(instructions),
    problems: problemsOf(text, instructions),
    modern: instructions.flatMap(modernWords),
    syntax: syntaxOf(text),
  };
}

function instruction(node: Instruction): DockerInstruction {
  const keyword = node.getKeyword();
  const text = (node.getArgumentsContent() ?? '').trim();
  const flags = node instanceof ModifiableInstruction ? flagsOf(node.getFlags()) : {};
  const exec = execForm(withoutFlags(text));
  return {
    keyword,
    line: node.getRange().start.line + 1,
    text,
    args: node.getArguments().map((argument) => argument.getValue()),
    flags,
    settings: settingsOf(keyword, text),
    exec,
  };
}

function flagsOf(flags: Flag[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const flag of flags) {
    const name = flag.getName();
    const value = flag.getValue() ?? '';
    found[name] = name in found ? `${found[name]}\n${value}` : value;
  }
  return found;
}

const withoutFlags = (text: string) => text.replace(/^(--[\w-]+(=\S*)?\s+)+/, '');

/** Only a JSON array of strings is the exec form; anything else in brackets ('single quotes') is a shell command. */
function execForm(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

function stagesOf(instructions: DockerInstruction[]): DockerfileStage[] {
  const defaults = globalArguments(instructions);
  const stages: (DockerfileStage & { instructions: DockerInstruction[] })[] = [];
  const named = new Map<string, DockerfileStage>();
  for (const one of instructions) {
    if (one.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(one);
      continue;
    }
    const [image = '', as, name] = one.args;
    const from = expand(image, defaults);
    const parent = named.get(from.toLowerCase());
    const stage = {
      name: as?.toLowerCase() === 'as' && name ? name : undefined,
      line: one.line,
      from,
      base: parent?.base ?? from,
      parent,
      instructions: [],
    };
    stages.push(stage);
    if (stage.name) named.set(stage.name.toLowerCase(), stage);
  }
  return stages;
}
