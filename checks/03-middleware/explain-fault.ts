/** The program crashed, or ended by itself. The routes of this stage panic on purpose: what becomes of that is what it judges. */
import type { Files, Finding, ProgramEnd, ProgramFault } from '#kit';
import { explainFault as explainCommon } from '../common/explain-fault.ts';
import { panickingLines } from './code/panics.ts';

export function explainFault(fault: ProgramFault, files: Files): Finding {
  const ended = fault.kind === 'crashed' || fault.kind === 'ended-by-itself';
  return ended && fault.during && onPurpose(fault, files) ? fault.during : explainCommon(fault, files);
}

const startersPanic = /a bug in the handler of \/panic|abort Handler/;

function onPurpose(fault: ProgramEnd, files: Files): boolean {
  if (fault.kind === 'ended-by-itself') return startersPanic.test(fault.log.text);
  const { at, message } = fault.crash;
  const thrown = panickingLines(files).some(({ file, line }) => file === at?.file && line === at.line);
  // A layer may throw again what it has recovered.
  return startersPanic.test(message) || thrown;
}
