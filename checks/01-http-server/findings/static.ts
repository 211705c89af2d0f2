/** The program as one file that needs nothing else. */
import { type BinaryInfo, describe, type Evidence, type Finding, finding, type Reply, type Source } from '#kit';

export function notStatic({ format, interpreter }: BinaryInfo): Finding | undefined {
  if (format !== 'elf' || interpreter === undefined) return undefined;
  return finding({
    summary: `The binary is not static: it asks the system for ${interpreter}.`,
    expected: 'an ELF file without an interpreter',
    actual: `interpreter ${interpreter}`,
    hint: 'The check builds with CGO_ENABLED=0, so the cause is a linker setting in the source.',
  });
}

const bare = 'With nothing but PORT in its environment, started from an empty folder,';
const hint =
  'A container from scratch has no HOME, no PATH and no files beside the binary. Give every setting a default, and put files into the binary with //go:embed.';
const needs = (source: Source) =>
  source.find(
    /UserHomeDir|UserConfigDir|user\.Current|os\.(Open|ReadFile|ReadDir)\(|ParseFiles|ParseGlob/,
    /Getenv|LookupEnv/,
  );

/** `notReady`: what kept it from coming up. */
export const notUp = (notReady: Finding, source: Source): Finding =>
  finding({
    summary: `${bare} the program does not come up: ${notReady.actual}.`,
    expected: notReady.expected,
    actual: notReady.actual,
    hint,
    evidence: [...notReady.evidence, needs(source)],
  });

export function silent(reply: Reply, log: Evidence, source: Source): Finding | undefined {
  if (reply.outcome === 'answered') return undefined;
  return finding({
    summary: `${bare} the program does not answer.`,
    expected: 'an answer to GET /health',
    actual: describe(reply),
    hint,
    evidence: [reply.evidence, log, needs(source)],
  });
}
