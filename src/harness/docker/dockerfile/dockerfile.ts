/** Reads a Dockerfile as the builders do. Reference: https://docs.docker.com/reference/dockerfile/ */
import { DockerfileParser, type Flag, type Instruction, ModifiableInstruction } from 'dockerfile-ast';
import type { Dockerfile, DockerfileStage, DockerInstruction } from '../../../kit/index.ts';
import { problemsOf } from './problems.ts';

export function readDockerfile(path: string, text: string): Dockerfile {
  const instructions = DockerfileParser.parse(text).getInstructions().map(instruction);
  return {
    path,
    instructions,
    stages: stagesOf(instructions),
    problems: problemsOf(instructions),
    needsBuildKit: instructions.some(modern),
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
    settings: keyword === 'ARG' || keyword === 'ENV' ? settingsOf(keyword, text) : [],
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

/** ENV NAME=value NAME2="va lue", the old ENV NAME value, ARG NAME and ARG NAME=value. */
function settingsOf(keyword: string, text: string): { name: string; value?: string }[] {
  if (keyword === 'ENV' && !/^[\w.-]+=/.test(text)) {
    const [, name = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
    return name === '' ? [] : [{ name, value }];
  }
  const pairs = text.matchAll(/([\w.-]+)(?:=("(?:\\.|[^"\\])*"|'[^']*'|(?:\\.|[^\s\\])*))?/gs);
  return [...pairs].map(([, name = '', value]) => (value === undefined ? { name } : { name, value: unquoted(value) }));
}

const unquoted = (value: string) => (/^(".*"|'.*')$/s.test(value) ? value.slice(1, -1) : value);

function stagesOf(instructions: DockerInstruction[]): DockerfileStage[] {
  const firstFrom = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const defaults = new Map<string, string>();
  for (const { settings } of instructions.slice(0, Math.max(firstFrom, 0)))
    for (const { name, value } of settings) defaults.set(name, expand(value ?? '', defaults));
  const stages: (DockerfileStage & { instructions: DockerInstruction[] })[] = [];
  for (const one of instructions) {
    if (one.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(one);
      continue;
    }
    const [image = '', as, name] = one.args;
    const from = expand(image, defaults);
    const parent = stages.find((stage) => stage.name?.toLowerCase() === from.toLowerCase());
    stages.push({
      name: as?.toLowerCase() === 'as' && name ? name : undefined,
      line: one.line,
      from,
      base: parent?.base ?? from,
      instructions: [...(parent?.instructions ?? [])],
    });
  }
  return stages;
}

/** $X, ${X}, ${X:-otherwise}, ${X:+instead}; an unknown name becomes empty, as in a build without --build-arg. */
function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g, (_all, plain, braced, mark, word = '') => {
    const value = values.get(plain ?? braced) ?? '';
    if (mark === '-') return value === '' ? word : value;
    if (mark === '+') return value === '' ? '' : word;
    return value;
  });
}

/** What the classic builder does not understand. */
function modern({ keyword, flags, text }: DockerInstruction): boolean {
  if (keyword === 'RUN')
    return 'mount' in flags || 'network' in flags || 'security' in flags || /<<-?["']?\w/.test(text);
  if (keyword === 'COPY' || keyword === 'ADD')
    return (
      ['link', 'parents', 'exclude', 'checksum', 'chmod'].some((flag) => flag in flags) || /<<-?["']?\w/.test(text)
    );
  return keyword === 'FROM' && /\$\{?(BUILD|TARGET)(PLATFORM|OS|ARCH)/.test(flags.platform ?? '');
}
