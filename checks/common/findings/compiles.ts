/** go build failed. */
import { type Evidence, type FailedBuild, type Finding, finding } from '#kit';
import { meaningOf } from '../messages/compiler.ts';
import { type OwnPackages, ownImport } from '../messages/own-imports.ts';

/** `own`: the packages of the module, for an import that means one of them. */
export function notCompiled(build: FailedBuild, evidence: Evidence, own?: OwnPackages): Finding {
  const message = build.diagnostics[0]?.message ?? build.output;
  const count = build.diagnostics.length;
  return finding({
    summary: summaryOf(build),
    expected: 'go build succeeds',
    actual: count === 0 ? 'go build failed' : count === 1 ? 'one error' : `${count} errors`,
    hint: (own && ownImport(message, own)) ?? meaningOf(message),
    evidence: [evidence],
  });
}

/** The first error on one line. An error without a place in a file is about the module as a whole. */
function summaryOf({ diagnostics, output }: FailedBuild): string {
  const [first] = diagnostics;
  if (first) return `The program does not compile: ${first.file}:${first.line}: ${oneLine(first.message)}.`;
  const said = output.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#'));
  return said
    ? `The program does not compile: ${oneLine(said.replace(/^go: /, ''))}.`
    : 'The program does not compile.';
}

const oneLine = (text: string) => text.trim().replace(/\s*\n\s*/g, ', ');

/** The plain build succeeds, this one does not. */
export const notWithRace = ({ diagnostics }: FailedBuild, evidence: Evidence): Finding =>
  finding({
    summary: 'The program compiles, but not with -race.',
    expected: 'go build -race succeeds',
    actual: diagnostics[0]?.message ?? 'it failed',
    hint: 'Run go build -race . yourself. Build constraints in a file (//go:build !race) are one cause.',
    evidence: [evidence],
  });
