/** A verb of the command line, as it is declared. */
import type { CliContext } from '../context.ts';

export type VerbOption = [flags: string, about: string, repeated?: 'repeated'];

export type Verb = {
  /** Name and parameters, e.g. "check [stage]". */
  usage: string;
  about: string;
  /** `repeated`: may be given more than once. */
  options?: VerbOption[];
  /** For programs: not listed among the others. */
  hidden?: true;
  examples: string[];
  load: () => Promise<{ run: (cli: CliContext, options: never, ...values: never[]) => Promise<number> }>;
};
