/** The reporters by name. Loaded on demand; the names are literal so that a bundler can find them. */
import type { RunEvent } from '../../kit/index.ts';
import type { About, Draw } from '../../reporters/suites.ts';
import { nearest } from '../../words/nearest.ts';
import { UsageError } from '../../workspace/errors.ts';

/** Draws each event as it comes. */
export type Stream = (event: RunEvent) => string;
type MakeStream = (options: { colour: boolean; about: About }) => Stream;

export const streams: Record<string, () => Promise<MakeStream>> = {
  pretty: async () => {
    const [{ pretty }, { coloured, plain }] = await Promise.all([
      import('../../reporters/pretty.ts'),
      import('../../reporters/style.ts'),
    ]);
    return ({ colour }) => pretty({ style: colour ? coloured : plain });
  },
  jsonl: async () => (await import('../../reporters/jsonl.ts')).jsonl,
  problems: async () => {
    const { problems } = await import('../../reporters/problems.ts');
    return ({ about }) => problems(about);
  },
};

/** Draw one document when all is over. */
export const documents: Record<string, () => Promise<Draw>> = {
  junit: async () => (await import('../../reporters/formats/junit.ts')).junit,
  tap: async () => (await import('../../reporters/formats/tap.ts')).tap,
  ctrf: async () => (await import('../../reporters/formats/ctrf.ts')).ctrf,
  sarif: async () => (await import('../../reporters/formats/sarif.ts')).sarif,
  github: async () => (await import('../../reporters/formats/github.ts')).github,
  gitlab: async () => (await import('../../reporters/formats/gitlab.ts')).gitlab,
  gradescope: async () => (await import('../../reporters/formats/gradescope.ts')).gradescope,
  classroom50: async () => (await import('../../reporters/formats/classroom50.ts')).classroom50,
  markdown: async () => (await import('../../reporters/formats/markdown.ts')).markdown,
  html: async () => (await import('../../reporters/html/page.ts')).html,
};

export const reporterNames: readonly string[] = [...Object.keys(streams), ...Object.keys(documents)];

export type Spec = { name: string; file?: string };

/**
 * Reads `NAME[=FILE]`. Throws a UsageError for an unknown name, for two reporters on stdout and for two into one file. `pretty` and
 * `github` may share the screen: people read the one in a job's log, the runner the other. `json`: --json has the screen.
 */
export function specsOf(wanted: readonly string[], names = reporterNames, json = false): Spec[] {
  const specs = wanted.map((spec) => parse(spec, names));
  const onScreen = [
    ...(json ? ['--json'] : []),
    ...specs.filter(({ file }) => file === undefined).map(({ name }) => name),
  ];
  if (onScreen.length > 1 && onScreen.toSorted().join() !== 'github,pretty')
    throw new UsageError(
      'Two reporters cannot share the screen.',
      'Give all but one a file: --reporter jsonl=run.jsonl',
    );
  const twice = specs.find(({ file }, index) => file && specs.findIndex((other) => other.file === file) !== index);
  if (twice) throw new UsageError(`Two reporters cannot share the file ${twice.file}.`, 'Give each its own.');
  return specs;
}

function parse(spec: string, names: readonly string[]): Spec {
  const [name = '', ...rest] = spec.split('=');
  const file = rest.join('=');
  if (names.includes(name)) {
    if (rest.length === 0) return { name };
    if (file !== '') return { name, file };
    throw new UsageError(`--reporter ${spec} names no file.`, `Write --reporter ${name}=FILE, or ${name} alone.`);
  }
  const close = nearest(name, names);
  throw new UsageError(
    `There is no reporter "${name}".`,
    close ? `Did you mean ${close}?` : `The reporters are: ${names.join(', ')}.`,
  );
}

/** What `--reporter` says, else the one for people. */
export const orPretty = (reporter: readonly string[] = []): readonly string[] =>
  reporter.length > 0 ? reporter : ['pretty'];

/** {stage} in a file's name stands for the stage's id. */
export const isOfStage = (spec: string): boolean => spec.includes('{stage}');
export const ofStage = (spec: string, id: string): string => spec.replaceAll('{stage}', id);
