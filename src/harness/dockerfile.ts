/** Reads a Dockerfile as the builders do. Reference: https://docs.docker.com/reference/dockerfile/ */
import { DockerfileParser, type Flag, type Instruction, ModifiableInstruction } from 'dockerfile-ast';
import type { Dockerfile, DockerfileStage, DockerInstruction } from '../kit/index.ts';

const keywords = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

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
    ...(exec ? { exec } : {}),
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
      ...(as?.toLowerCase() === 'as' && name ? { name } : {}),
      line: one.line,
      from,
      base: parent?.base ?? from,
      instructions: [...(parent?.instructions ?? [])],
    });
  }
  return stages;
}

/** $X, ${X}, ${X:-otherwise}, ${X:+instead}; what is not known becomes empty, as in a build without --build-arg. */
function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g, (_all, plain, braced, mark, word = '') => {
    const value = values.get(plain ?? braced) ?? '';
    if (mark === '-') return value === '' ? word : value;
    if (mark === '+') return value === '' ? '' : word;
    return value;
  });
}

function problemsOf(instructions: DockerInstruction[]): Dockerfile['problems'] {
  const problems = instructions.flatMap((one) => {
    const message = problemOf(one);
    return message ? [{ line: one.line, message, text: `${one.keyword} ${one.text}`.trim() }] : [];
  });
  const first = instructions.find(({ keyword }) => keyword !== 'ARG');
  if (!first) return [...problems, { line: 1, message: 'there is no FROM in it', text: '' }];
  if (first.keyword !== 'FROM' && keywords.includes(first.keyword))
    problems.unshift({ line: first.line, message: `${first.keyword} stands before the first FROM`, text: first.text });
  return problems;
}

function problemOf({ keyword, args, text }: DockerInstruction): string | undefined {
  if (!keywords.includes(keyword)) {
    const near = keywords.find((known) => similar(known, keyword));
    return `there is no instruction ${keyword}${near ? `; did you mean ${near}?` : ''}`;
  }
  if (text === '') return `${keyword} needs at least one word behind it`;
  if (keyword === 'FROM' && args.length !== 1 && args[1]?.toLowerCase() !== 'as')
    return 'FROM takes an image, and "AS name" behind it';
  return undefined;
}

/** One letter more, less or other, or two swapped. */
function similar(a: string, b: string): boolean {
  const sorted = (word: string) => [...word].sort().join('');
  if (a.length === b.length && sorted(a) === sorted(b)) return true;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at += 1;
  return long.slice(at + 1) === short.slice(long.length === short.length ? at + 1 : at);
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
