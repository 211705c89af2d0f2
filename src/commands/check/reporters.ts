/** `--reporter NAME[=FILE]`: one run in several formats, each on stdout or in its own file. */
import { resolve } from 'node:path';
import type { RunEvent } from '../../kit/index.ts';
import { nearest } from '../../words/nearest.ts';
import { onDisk, UsageError } from '../../workspace/errors.ts';
import { writeWhole } from '../../workspace/files.ts';
import type { CliContext } from '../context.ts';

export type Reporter = (event: RunEvent) => string;
export type ReporterOptions = { colour: boolean };
type Make = (options: ReporterOptions) => Reporter;

/** Loaded on demand. The names are literal so that a bundler can find them. */
const reporters: Record<string, () => Promise<Make>> = {
  pretty: async () => {
    const [{ pretty }, { coloured, plain }] = await Promise.all([
      import('../../reporters/pretty.ts'),
      import('../../reporters/style.ts'),
    ]);
    return ({ colour }) => pretty({ style: colour ? coloured : plain });
  },
  jsonl: async () => (await import('../../reporters/jsonl.ts')).jsonl,
};

export type Reporting = {
  emit(event: RunEvent): void;
  /** Writes the files. */
  end(): void;
};

/** Throws a UsageError for an unknown name, and for two reporters on stdout. */
export async function openReporters(wanted: readonly string[], cli: CliContext): Promise<Reporting> {
  const chosen = (wanted.length > 0 ? wanted : ['pretty']).map(parse);
  if (chosen.filter((one) => one.file === undefined).length > 1) {
    throw new UsageError(
      'Two reporters cannot share the screen.',
      'Give all but one a file: --reporter jsonl=run.jsonl',
    );
  }
  const open = await Promise.all(chosen.map((one) => openOne(one, cli)));
  return {
    emit: (event) => {
      for (const one of open) one.emit(event);
    },
    end: () => {
      for (const one of open) one.end();
    },
  };
}

function parse(spec: string): { name: string; file?: string } {
  const [name = '', ...rest] = spec.split('=');
  if (name in reporters) return rest.length > 0 ? { name, file: rest.join('=') } : { name };
  const close = nearest(name, Object.keys(reporters));
  throw new UsageError(
    `There is no reporter "${name}".`,
    close ? `Did you mean ${close}?` : `The reporters are: ${Object.keys(reporters).join(', ')}.`,
  );
}

async function openOne({ name, file }: { name: string; file?: string }, cli: CliContext): Promise<Reporting> {
  const make = await reporters[name]?.();
  if (!make) throw new Error(`reporter ${name} has no maker`);
  const { colour } = cli.terminal;
  if (file === undefined) {
    const draw = make({ colour });
    return { emit: (event) => cli.out(draw(event)), end: () => {} };
  }
  const path = resolve(cli.cwd, file);
  onDisk(path, () => writeWhole(path, ''));
  const draw = make({ colour: false });
  let text = '';
  return {
    emit: (event) => {
      text += draw(event);
    },
    end: () => onDisk(path, () => writeWhole(path, text)),
  };
}
