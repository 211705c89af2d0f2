/** The program does not build for another system. */
import { type Diagnostic, type Evidence, type Finding, finding, inText, type Source } from '#kit';

type Seen = { goos: string; first: Diagnostic | undefined; output: Evidence; source: Source };

export const notPortable = ({ goos, first, output, source }: Seen): Finding =>
  finding({
    summary: `The program does not build for ${goos}${first ? `: ${first.file}:${first.line}: ${first.message}` : ''}.`,
    expected: `GOOS=${goos} GOARCH=amd64 go build succeeds`,
    actual: first?.message ?? 'go build failed',
    hint: 'The package syscall differs from system to system. Use what os, os/signal and net offer, or put such code into a file with a build constraint and a counterpart for the other systems.',
    evidence: [output, source.find(inText(/"syscall"/))],
  });
