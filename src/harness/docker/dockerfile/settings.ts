/** ARG, ENV and LABEL: what they set, and what it comes to. Reference: https://docs.docker.com/reference/dockerfile/#environment-replacement */
import type { DockerInstruction } from '../../../kit/index.ts';

type Setting = DockerInstruction['settings'][number];
type Scope = Map<string, string>;

/** ENV NAME=value NAME2="va lue", the old ENV NAME value, ARG NAME and ARG NAME=value. As written. */
export function settingsOf(keyword: string, text: string): Setting[] {
  if (!/^(ARG|ENV|LABEL)$/.test(keyword)) return [];
  // The builder decides by the first word: frontend/dockerfile/parser/line_parsers.go, parseNameVal.
  if (keyword !== 'ARG' && !/^("[^"]*"|'[^']*'|[^\s"'=])+=/.test(text)) {
    const [, name = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
    return name === '' ? [] : [{ name, value }];
  }
  const pairs = text.matchAll(/((?:"[^"]*"|'[^']*'|[^\s"'=])+)(?:=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s\\"'])*))?/gs);
  return [...pairs].map(([, name = '', value]) =>
    value === undefined ? { name: unquoted(name) } : { name: unquoted(name), value: unquoted(value) },
  );
}

const unquoted = (text: string) =>
  text.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/gs, (_all, double, single) => double ?? single);

/** The defaults of the ARGs before the first FROM. */
export function globalArguments(instructions: readonly DockerInstruction[]): Scope {
  const defaults: Scope = new Map();
  for (const { keyword, settings } of instructions) {
    if (keyword === 'FROM') break;
    for (const { name, value } of settings) defaults.set(name, expand(value ?? '', defaults));
  }
  return defaults;
}

/** Names and values as the builder uses them, in a build without --build-arg. */
export function expandSettings(instructions: readonly DockerInstruction[]): DockerInstruction[] {
  const defaults = globalArguments(instructions);
  const byStage = new Map<string, Scope>();
  let scope: Scope = new Map();
  return instructions.map((one) => {
    if (one.keyword === 'FROM') {
      const [image = '', , name] = one.args;
      // What ENV set goes on in a stage that builds on another.
      scope = new Map(byStage.get(expand(image, defaults).toLowerCase()));
      if (name) byStage.set(name.toLowerCase(), scope);
    }
    const before = new Map(scope);
    const settings = one.settings.map(({ name, value }) => {
      const set = { name: expand(name, before), value: value === undefined ? undefined : expand(value, before) };
      if (one.keyword === 'ENV' || (one.keyword === 'ARG' && !scope.has(set.name)) || (one.keyword === 'ARG' && value))
        scope.set(set.name, set.value ?? defaults.get(set.name) ?? '');
      return set.value === undefined ? { name: set.name } : { name: set.name, value: set.value };
    });
    return settings.length === 0 ? one : { ...one, settings };
  });
}

/** $X, ${X}, ${X:-otherwise}, ${X:+instead}; an unknown name becomes empty. */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  if (!text.includes('$')) return text;
  return text.replace(/\\\$|\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g, (all, plain, braced, mark, word = '') => {
    if (all === '\\$') return '$';
    const value = values.get(plain ?? braced) ?? '';
    if (mark === '-') return value === '' ? word : value;
    if (mark === '+') return value === '' ? '' : word;
    return value;
  });
}
