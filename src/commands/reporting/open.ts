/** `--reporter NAME[=FILE]`: what happens in several formats, each on stdout or in its own file. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { RunEvent } from '../../kit/index.ts';
import { type About, type Draw, gather, suiteOf } from '../../reporters/suites.ts';
import type { Target } from '../../usecases/target.ts';
import { onDisk } from '../../workspace/errors.ts';
import type { CliContext } from '../context.ts';
import { aboutOf } from './about.ts';
import { documents, type Spec, specsOf, streams } from './registry.ts';
import { writeReport } from './write.ts';

export type Reporting = {
  emit(event: RunEvent): void;
  /** Draws the documents and writes the files. */
  end(): Promise<void>;
};

/** Throws a UsageError for what can't be opened. The files are made at once: a run of minutes must not end in "no such folder". */
export async function openReporters(
  wanted: readonly string[],
  cli: CliContext,
  targets: readonly Pick<Target, 'entry' | 'folder'>[],
): Promise<Reporting> {
  const specs = specsOf(wanted);
  for (const spec of specs) if (spec.file !== undefined) writeReport(cli, spec, '');
  let about: Promise<About> | undefined;
  const open = specs.map((spec) => openOne(spec, cli, () => (about ??= aboutOf(cli, targets))));
  return together(await Promise.all(open));
}

/** All of them as one; none is as well. */
export const together = (all: readonly Reporting[]): Reporting => ({
  emit: (event) => {
    for (const one of all) one.emit(event);
  },
  end: async () => {
    for (const one of all) await one.end();
  },
});

function openOne(spec: Spec, cli: CliContext, about: () => Promise<About>): Promise<Reporting> {
  const stream = streams[spec.name];
  if (stream) return openStream(spec, cli, stream, about);
  const document = documents[spec.name];
  if (!document) throw new Error(`reporter ${spec.name} has no maker`);
  return openDocument(spec, cli, document, about);
}

async function openStream(
  spec: Spec,
  cli: CliContext,
  load: (typeof streams)[string],
  aboutIt: () => Promise<About>,
): Promise<Reporting> {
  const { name, file } = spec;
  const [make, about] = await Promise.all([load(), aboutIt()]);
  const draw = make({ colour: file === undefined && cli.terminal.colour, about });
  if (file === undefined) {
    const quoted = name === 'pretty' ? quotedForActions(cli) : undefined;
    if (quoted) cli.out(quoted.begin);
    return { emit: (event) => cli.out(draw(event)), end: async () => quoted && cli.out(quoted.end) };
  }
  let text = '';
  return {
    emit: (event) => {
      text += draw(event);
    },
    end: async () => writeReport(cli, spec, text),
  };
}

async function openDocument(
  spec: Spec,
  cli: CliContext,
  load: () => Promise<Draw>,
  aboutIt: () => Promise<About>,
): Promise<Reporting> {
  const [draw, about] = await Promise.all([load(), aboutIt()]);
  const { add, runs } = gather();
  return {
    emit: add,
    end: async () => {
      const report = { about, suites: runs().map((run) => suiteOf(run, about)) };
      writeReport(cli, spec, draw(report));
      if (spec.name === 'github') await summarize(cli, report);
    },
  };
}

async function summarize(cli: CliContext, report: Parameters<Draw>[0]): Promise<void> {
  const file = cli.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  const { githubSummary } = await import('../../reporters/formats/github.ts');
  onDisk(file, () => appendFileSync(file, githubSummary(report)));
}

/**
 * GitHub's runner reads commands ("::error::", "::add-mask::") from any line of a log, also from what a learner's program
 * printed. Between these two lines it reads none; the word that ends it can't be guessed.
 */
function quotedForActions({ env }: CliContext): { begin: string; end: string } | undefined {
  if (env.GITHUB_ACTIONS !== 'true') return undefined;
  const token = randomUUID();
  return { begin: `::stop-commands::${token}\n`, end: `::${token}::\n` };
}
