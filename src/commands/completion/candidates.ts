/** How the last word of a command line can go on. */
import type { Verb, VerbOption } from '../argv/verb.ts';

export type Candidate = { value: string; about?: string };
/** `paths`: what the shell completes by itself. */
export type Completion = { values: Candidate[]; paths?: 'files' | 'folders' };

/** What there is to choose from; what has to be looked up is asked for only when it is wanted. */
export type Known = {
  verbs: readonly Verb[];
  globals: readonly VerbOption[];
  shells: readonly string[];
  stages(): Promise<readonly Candidate[]>;
  /** Of this stage, else of the current one, else of all. */
  checks(stage: string | undefined): Promise<readonly Candidate[]>;
  reporters(verb: string): readonly string[];
};

/** `words`: all after the program's name, the one that is being typed last. */
export async function complete(words: readonly string[], known: Known): Promise<Completion> {
  const line = readLine(joined(words), known);
  const { typed, prefix = '' } = line;
  const found = await wanted(line, known);
  const values = found.values
    .filter(({ value }) => value.startsWith(typed))
    .map(({ value, about }) => ({ value: `${prefix}${value}`, about }));
  return { ...found, values };
}

/** bash splits at "=": "--reporter", "=", "ju". */
function joined(words: readonly string[]): string[] {
  const whole: string[] = [];
  for (const word of words) {
    const before = whole.at(-1);
    if (before !== undefined && (word === '=' || before.endsWith('='))) whole[whole.length - 1] = `${before}${word}`;
    else whole.push(word);
  }
  return whole;
}

type Line = {
  verb?: Verb;
  /** The values given to the verb's parameters so far. */
  given: string[];
  /** The option whose value is being typed. */
  option?: VerbOption;
  typed: string;
  /** "--reporter=", where the value is written into the option's word. */
  prefix?: string;
};

function readLine(words: readonly string[], known: Known): Line {
  const line: Line = { given: [], typed: words.at(-1) ?? '' };
  for (const word of words.slice(0, -1)) {
    if (word.startsWith('-') && word !== '-') line.option = valued(word, line, known);
    else if (line.option) line.option = isVariadic(line.option) ? line.option : undefined;
    else if (line.verb || line.given[0] === 'help' || known.verbs.every(({ usage }) => usage.split(' ')[0] !== word))
      line.given.push(word);
    else line.verb = known.verbs.find(({ usage }) => usage.split(' ')[0] === word);
  }
  const [, flag, typed] = /^(--[a-z-]+)=(.*)$/s.exec(line.typed) ?? [];
  if (flag === undefined || typed === undefined)
    return line.typed.startsWith('-') ? { ...line, option: undefined } : line;
  return { ...line, option: valued(flag, line, known), typed, prefix: `${flag}=` };
}

/** The option of that flag, where it takes a value that is a word of its own. */
function valued(word: string, { verb }: Line, { globals }: Known): VerbOption | undefined {
  if (word.includes('=')) return undefined;
  return [...(verb?.options ?? []), ...globals].find(
    ([flags]) => flags.split(/[ ,]+/).includes(word) && flags.includes('<'),
  );
}

const isVariadic = ([flags]: VerbOption) => flags.includes('...');

async function wanted({ verb, given, option, typed, prefix }: Line, known: Known): Promise<Completion> {
  const name = verb?.usage.split(' ')[0] ?? '';
  if (option) return named(placeholder(option[0]), name, given[0], known);
  if (prefix !== undefined) return { values: [] };
  if (typed.startsWith('-')) return { values: flagsOf(verb, known) };
  if (!verb && given[0] === 'help') return { values: given.length === 1 ? verbsOf(known) : [] };
  if (!verb)
    return { values: given.length === 0 ? [...verbsOf(known), { value: 'help', about: 'show the help' }] : [] };
  const parameters = verb.usage.split(' ').slice(1);
  const parameter = parameters[given.length] ?? (parameters.at(-1)?.includes('...') ? parameters.at(-1) : undefined);
  // The stage of "new" does not exist yet.
  if (!parameter || name === 'new') return { values: [] };
  return named(placeholder(parameter), name, undefined, known);
}

/** "--only <ids...>" → "ids" */
const placeholder = (text: string) => {
  const [, value, parameter] = /<([^>]+?)(?:\.\.\.)?>|\[([^\]]+?)(?:\.\.\.)?\]/.exec(text) ?? [];
  return value ?? parameter ?? '';
};

async function named(what: string, verb: string, stage: string | undefined, known: Known): Promise<Completion> {
  switch (what) {
    case 'folder':
      return { values: [], paths: 'folders' };
    case 'file':
      return { values: [], paths: 'files' };
    case 'stage':
    case 'stages':
      return { values: [...(await known.stages())] };
    case 'id':
    case 'ids':
      return { values: [...(await known.checks(stage))] };
    case 'name[=file]':
      return { values: known.reporters(verb).map((value) => ({ value })) };
    case 'shell':
      return { values: known.shells.map((value) => ({ value })) };
    case 'parts':
      return { values: ['starter', 'solution', 'accepted', 'rejected'].map((value) => ({ value })) };
    default:
      return { values: [] };
  }
}

const firstLine = (text: string) => text.split('\n')[0] ?? '';

const verbsOf = ({ verbs }: Known): Candidate[] =>
  verbs
    .filter(({ hidden }) => !hidden)
    .map(({ usage, about }) => ({ value: usage.split(' ')[0] ?? '', about: firstLine(about) }));

const flagsOf = (verb: Verb | undefined, { globals }: Known): Candidate[] =>
  [...(verb?.options ?? []), ...globals, ['-h, --help', 'show the help'] as const].map(([flags, about]) => ({
    value: /--[a-z-]+/.exec(flags)?.[0] ?? flags,
    about: firstLine(about),
  }));
