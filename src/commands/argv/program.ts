/** Reads the command line by the table of verbs. A verb's code is loaded only when it is called. */
import { Command, CommanderError, Option } from 'commander';
import { commandLine } from '../../words/command-line.ts';
import { nearest } from '../../words/nearest.ts';
import { UsageError } from '../../workspace/errors.ts';
import { type CliContext, exitCodes } from '../context.ts';
import { type Verb, verbs } from './verbs.ts';

/** Runs the verb that `argv` (without node and script) names; resolves with the exit code. */
export async function run(argv: readonly string[], cli: CliContext): Promise<number> {
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
    .version(cli.version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: cli.out,
      writeErr: cli.err,
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .option('--dir <folder>', 'the workshop folder (default: the one you are in, else the one used last)')
    .option('--context <name>', 'the Kubernetes context to use (default: GO_CLOUD_WORKSHOP_CONTEXT)')
    .addOption(new Option('--workshop <folder>', "run another course's folder"))
    .usage('[verb] [options]')
    .addHelpText(
      'after',
      `\n"${commandLine('<verb> --help')}" shows the options and examples of a verb.\nExit codes: 0 passed, 1 a required check failed, 2 usage or incomplete, 70 our bug, 130 interrupted.`,
    )
    .action(async (options: object) => {
      const { run: runHome } = await import('../home.ts');
      done(await runHome(cli, options));
    });
  for (const verb of verbs) program.addCommand(commandOf(verb, program, cli, done));
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

/** Before anything else is found wrong: the parameters of a mistyped verb are right for the one that was meant. */
function expectVerb(argv: readonly string[]): void {
  const at = argv.findIndex((word, n) => !word.startsWith('-') && !takesValue.has(argv[n - 1] ?? ''));
  const word = argv[at];
  if (word !== undefined && !verbNames.includes(word)) throw noVerb(word, argv.slice(at + 1));
}

const verbNames = verbs.map((verb) => verb.usage.split(' ')[0] ?? '');
const takesValue = new Set(['--dir', '--workshop', '--context']);

function noVerb(word: string, rest: readonly string[]): UsageError {
  const close = nearest(word, verbNames);
  return new UsageError(
    `There is no verb "${word}".`,
    close ? `Did you mean "${commandLine([close, ...rest].join(' '))}"?` : `The verbs are: ${verbNames.join(', ')}.`,
  );
}
