/** ARG, ENV and LABEL: what they set, and what it comes to. Reference: https://docs.docker.com/reference/dockerfile/#environment-replacement */
import type { DockerInstruction } from '../../../kit/index.ts';

type Setting = DockerInstruction['settings'][number];
type Scope = Map<string, string>;

/** Far more than anybody writes: values that double, stages that build on each other and quotes without end must not stop us. */
const longestExpanded = 2_000;
const longestLine = 20_000;
const mostStages = 200;

/** ENV NAME=value NAME2="va lue", the old ENV NAME value, ARG NAME and ARG NAME=value. As written. */
export function settingsOf(keyword: string, text: string): Setting[] {
  if (!/^(ARG|ENV|LABEL)$/.test(keyword)) return [];
  // The builder decides by the first word: frontend/dockerfile/parser/line_parsers.go, parseNameVal.
  if (keyword !== 'ARG' && !/^("[^"]*"|'[^']*'|[^\s"'=])+=/.test(text)) {
    const [, name = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
    return name === '' ? [] : [{ name, value }];
  }
  const pairs = text
    .slice(0, longestLine)
    .matchAll(/((?:"[^"]*"|'[^']*'|[^\s"'=])+)(?:=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s\\"'])*))?/gs);
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
      if (name && byStage.size < mostStages) byStage.set(name.toLowerCase(), scope);
    }
    if (one.settings.length === 0) return one;
    const settings = one.settings.map(({ name, value }) => {
      const expanded = expand(name, scope);
      return value === undefined ? { name: expanded } : { name: expanded, value: expand(value, scope) };
    });
    for (const { name, value } of settings) {
      // The last one counts, as BuildKit has it, also where it is an ARG after an ENV. An ARG without a value keeps what there was.
      const given = value ?? (one.keyword === 'ARG' ? (defaults.get(name) ?? scope.get(name)) : undefined);
      if (one.keyword !== 'LABEL') scope.set(name, given ?? '');
    }
    return { ...one, settings };
  });
}

/** $X, ${X}, ${X:-otherwise}, ${X:+instead}; an unknown name becomes empty. */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  if (!text.includes('$')) return text;
  const expanded = text.replace(
    /\\\$|\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (all, plain, braced, mark, word = '') => {
      if (all === '\\$') return '$';
      const value = values.get(plain ?? braced) ?? '';
      if (mark === '-') return value === '' ? word : value;
      if (mark === '+') return value === '' ? '' : word;
      return value;
    },
  );
  return expanded.slice(0, longestExpanded);
}
