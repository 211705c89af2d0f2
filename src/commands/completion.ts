/** `completion SHELL`: the script that makes a shell complete our command line. */
import { nearest } from '../words/nearest.ts';
import { UsageError } from '../workspace/errors.ts';
import { quotedFor, type Shell, scripts } from './completion/scripts.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';

const isShell = (name: string): name is Shell => name in scripts;

export async function run(cli: CliContext, _options: Options, shell: string): Promise<number> {
  if (!isShell(shell)) {
    const names = Object.keys(scripts);
    const close = nearest(shell, names);
    throw new UsageError(
      `There is no completion for "${shell}".`,
      close ? `Did you mean ${close}?` : `There is one for ${names.join(', ')}.`,
    );
  }
  cli.out(scripts[shell](programFor(shell)));
  return exitCodes.passed;
}

/** As an installed program by its name; from a clone by its path, which an alias or a function of that name can start too. */
function programFor(shell: Shell, { argv: [node = '', script = ''], execPath } = process): string {
  const isInstalled = /[\\/]node_modules[\\/]/.test(script) || /go-cloud-workshop(\.cmd)?$/.test(script) || node === '';
  return isInstalled ? 'go-cloud-workshop' : [execPath, script].map((word) => quotedFor(shell, word)).join(' ');
}
