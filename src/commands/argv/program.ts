/** Reads the command line by the table of verbs. A verb's code is loaded only when it is called. */
import { Command, CommanderError } from 'commander';
import { commandLine } from '../../words/command-line.ts';
import { nearest } from '../../words/nearest.ts';
import { UsageError } from '../../workspace/errors.ts';
import { type CliContext, exitCodes } from '../context.ts';
import { globals } from './globals.ts';
import { moreHelp } from './help.ts';
import type { Verb } from './verb.ts';
import { verbs } from './verbs.ts';

/** Runs the verb that `argv` (without node and script) names; resolves with the exit code. */
export async function run(words: readonly string[], cli: CliContext): Promise<number> {
  const argv = withoutHelpVerb(words);
  expectVerb(argv);
  let code: number = exitCodes.passed;
  const program = build(cli, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
  }
  return code;
}

function build(cli: CliContext, done: (code: number) => void): Command {
  const program = new Command(commandLine(''))
    .description('Learn to write cloud services in Go, in your terminal.\nWithout a verb the terminal UI opens.')
    .version(cli.version, '-v, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: cli.out,
      writeErr: cli.err,
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .usage('[verb] [options]')
    .addHelpText('after', moreHelp())
    .action(async (options: object) => {
      const { run: runHome } = await import('../home.ts');
      done(await runHome(cli, options));
    });
  for (const [flags, about] of globals) program.option(flags, about);
  for (const verb of verbs) program.addCommand(commandOf(verb, program, cli, done), { hidden: verb.hidden });
  return program;
}

function commandOf(verb: Verb, program: Command, cli: CliContext, done: (code: number) => void): Command {
  const [name = '', ...parameters] = verb.usage.split(' ');
  const command = program.createCommand(name).copyInheritedSettings(program).description(verb.about);
  for (const parameter of parameters) command.argument(parameter);
  for (const [flags, about, repeated] of verb.options ?? []) {
    // Repeated, not variadic: "--reporter jsonl 01" must not take the stage for a reporter.
    if (repeated) command.option<string[]>(flags, about, (value, before) => [...(before ?? []), value]);
    else command.option(flags, about);
  }
  const examples = verb.examples.map((example) => `  ${commandLine(example)}`).join('\n');
  return command.addHelpText('after', `\nExamples:\n${examples}`).action(async (...given: unknown[]) => {
    const loaded = await verb.load();
    const values = given.slice(0, parameters.length);
    done(await loaded.run(cli, command.optsWithGlobals() as never, ...(values as never[])));
  });
}

/** "help check" is "check --help", and "help" alone is "--help". */
function withoutHelpVerb(words: readonly string[]): string[] {
  // What it was called at first.
  if (words[0] === '-V') return ['--version'];
  const at = verbAt(words);
  if (words[at] !== 'help') return [...words];
  const rest = [...words.slice(0, at), ...words.slice(at + 1)];
  const asked = rest.findIndex((_, n) => n >= at);
  return asked === -1 ? [...rest, '--help'] : [...rest.slice(0, asked + 1), '--help'];
}

/** The first word that is neither an option nor the value of one; -1: there is none. */
const verbAt = (argv: readonly string[]) =>
  argv.findIndex((word, n) => !word.startsWith('-') && !takesValue.has(argv[n - 1] ?? ''));

/** Before anything else is found wrong: the parameters of a mistyped verb are right for the one that was meant. */
function expectVerb(argv: readonly string[]): void {
  const at = verbAt(argv);
  const word = argv[at];
  if (word !== undefined && !verbNames.includes(word)) throw noVerb(word, argv.slice(at + 1));
}

const nameOf = ({ usage }: Verb) => usage.split(' ')[0] ?? '';
const verbNames = verbs.map(nameOf);
const shown = [...verbs.filter(({ hidden }) => !hidden).map(nameOf), 'help'];
const takesValue = new Set(globals.map(([flags]) => flags.split(' ')[0] ?? ''));

function noVerb(word: string, rest: readonly string[]): UsageError {
  const close = nearest(word, shown);
  return new UsageError(
    `There is no verb "${word}".`,
    close ? `Did you mean "${commandLine([close, ...rest].join(' '))}"?` : `The verbs are: ${shown.join(', ')}.`,
  );
}
