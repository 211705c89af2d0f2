/** Why the learner's program can't be checked at all. Facts: a stage's `explainFault` makes a finding of them. */
import { describeExit } from './assert/describe.ts';
import type { Crash } from './crash.ts';
import type { Exit } from './instruments/app.ts';
import type { BuildMode, Diagnostic, FailedBuild } from './instruments/go.ts';
import { type Evidence, type Finding, finding } from './verdict.ts';

export type ProgramFault =
  | { kind: 'no-module' | 'no-main'; files: readonly string[] }
  /** `folders`: each holds a package main, and none of them is the one to take. */
  | { kind: 'several-mains'; folders: readonly string[] }
  | { kind: 'broken-module'; output: string; diagnostics: readonly Diagnostic[]; goMod: string }
  | { kind: 'not-compiled'; mode: BuildMode; build: FailedBuild; evidence: Evidence }
  | StartFault
  | ProgramEnd
  /** The probe was asked: the program had ended, or did not answer within `waitedMs`. */
  | { kind: 'ended-under-probe' | 'silent-under-probe'; waitedMs: number; log: Evidence | undefined };

/**
 * What a started program did by itself, before we did anything to it: the first cause of whatever a check finds wrong
 * afterwards. `during`: what the check was about to say.
 */
export type ProgramEnd = { log: Evidence; during?: Finding } & (
  | { kind: 'crashed'; crash: Crash; exit?: Exit }
  | { kind: 'ended-by-itself'; exit: Exit }
);

/** The program was started and does not accept connections on `port`. */
export type StartFault = { port: number; withinMs: number; log: Evidence } & (
  | { kind: 'ended-at-start'; exit: Exit }
  | { kind: 'listens-on-other-port'; ports: readonly number[] }
  | { kind: 'listens-on-other-address' }
  | { kind: 'never-listens'; residentBytes: number | undefined }
);

/** Ends the check: the learner's program is at fault, in a way that any check may run into. */
export class FaultyProgram extends Error {
  override name = 'FaultyProgram';
  readonly fault: ProgramFault;
  constructor(fault: ProgramFault) {
    super(describeFault(fault).summary);
    this.fault = fault;
  }
}

export const isStartFault = (fault: ProgramFault): fault is ProgramFault & StartFault => 'port' in fault;

/** The facts in words, without advice. */
export function describeFault(fault: ProgramFault): Finding {
  if (isStartFault(fault)) {
    const { port, withinMs } = fault;
    const expected = `it accepts connections on 127.0.0.1:${port} (PORT=${port}) within ${withinMs / 1000} seconds of its start`;
    return finding({ expected, ...describeStart(fault), evidence: [fault.log] });
  }
  switch (fault.kind) {
    case 'no-module':
      return finding({
        summary: 'There is no go.mod in this folder, so it is not a Go module.',
        expected: 'go.mod beside main.go',
        evidence: [fileList(fault.files)],
      });
    case 'no-main':
      return finding({
        summary: 'There is no program here: no folder of the module holds a package main.',
        expected: 'package main with func main, in the module root or in cmd/<name>',
        evidence: [fileList(fault.files)],
      });
    case 'several-mains':
      return finding({
        summary: `There is more than one program in this module: ${fault.folders.join(', ')}.`,
        expected: 'one package main in the module root, or exactly one under cmd/',
        actual: `${fault.folders.length} of them`,
        evidence: [{ kind: 'files', title: 'Folders with a package main', text: fault.folders.join('\n') }],
      });
    case 'broken-module':
      return brokenModule(fault);
    case 'not-compiled':
      return notCompiled(fault);
    case 'crashed':
    case 'ended-by-itself':
      return endedAlone(fault);
    case 'ended-under-probe':
      return finding({
        summary: 'The program ended while we were looking at its goroutines.',
        expected: 'it keeps running',
        actual: 'it is gone',
        evidence: [fault.log],
      });
    case 'silent-under-probe':
      return finding({
        summary: 'The program stopped answering while we were looking at its goroutines.',
        expected: 'it keeps running',
        actual: `it gave no answer for ${fault.waitedMs / 1000} seconds`,
        evidence: [fault.log],
      });
  }
}

type Words = Pick<Finding, 'summary' | 'actual'>;

function describeStart(fault: StartFault): Words {
  switch (fault.kind) {
    case 'ended-at-start': {
      const actual = describeExit(fault.exit);
      return { summary: `The program ended before it listened: ${actual}.`, actual };
    }
    case 'listens-on-other-port': {
      const list = fault.ports.join(', ');
      return {
        summary: `The program listens on port ${list}, not on the one in the environment variable PORT.`,
        actual: `it listens on port ${list}`,
      };
    }
    case 'listens-on-other-address':
      return {
        summary: `The program listens on port ${fault.port}, but not on an address that 127.0.0.1 reaches.`,
        actual: 'a connection to 127.0.0.1 is refused',
      };
    case 'never-listens':
      return { summary: 'The program runs, but does not listen on any port.', actual: 'no connection was accepted' };
  }
}

function brokenModule({ output, diagnostics, goMod }: Extract<ProgramFault, { kind: 'broken-module' }>): Finding {
  const [first] = diagnostics;
  return finding({
    summary: `The go command can't work with this module: ${first?.message ?? output.split('\n')[0]}`,
    expected: 'a go.mod as the starter has it: module name and "go 1.22"',
    evidence: [
      { kind: 'log', title: 'go list ./...', text: output },
      { kind: 'code', title: 'go.mod', text: goMod, at: { file: 'go.mod', line: first?.line ?? 1 } },
    ],
  });
}

function notCompiled({ mode, build, evidence }: Extract<ProgramFault, { kind: 'not-compiled' }>): Finding {
  const [first] = build.diagnostics;
  const how = mode === 'race' ? ' with -race' : '';
  const summary = first
    ? `The program does not compile${how}: ${first.file}:${first.line}: ${first.message}`
    : `go build${how} failed.`;
  return finding({ summary, evidence: [evidence] });
}

function fileList(files: readonly string[]): Evidence {
  return { kind: 'files', title: 'Files here', text: files.slice(0, 40).join('\n') || '(none)' };
}

function endedAlone(fault: ProgramEnd): Finding {
  const { exit, during } = fault;
  const end = exit && `the program ended: ${describeExit(exit)}`;
  return finding({
    summary:
      fault.kind === 'crashed'
        ? crashInWords(fault.crash)
        : `The program ended by itself: ${describeExit(fault.exit)}.`,
    expected: 'a program that keeps running, and answers every request',
    actual: [end, during && `what we were looking at: ${during.summary}`].filter(Boolean).join('\n') || undefined,
    evidence: [
      ...(during?.evidence.filter(({ kind }) => kind === 'http') ?? []),
      fault.kind === 'crashed' ? traceOf(fault.crash) : fault.log,
    ],
  });
}

function crashInWords({ kind, message, at }: Crash): string {
  const where = at ? ` at ${at.file}:${at.line}` : '';
  if (kind === 'handler-panic') return `A handler panicked${where}: ${message}.`;
  return `The program crashed${where}: ${kind === 'panic' ? 'panic' : 'fatal error'}: ${message}.`;
}

const traceOf = ({ text, at }: Crash): Evidence => ({
  kind: 'log',
  title: 'What it printed when it crashed',
  text,
  at,
});
