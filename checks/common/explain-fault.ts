/** What a learner reads when the program can't be checked at all: it does not build, does not come up, or is gone. */
import {
  type Crash,
  crashIn,
  describeExit,
  describeFault,
  type Evidence,
  type Files,
  type Finding,
  finding,
  inText,
  isStartFault,
  type ProgramFault,
  type Source,
  type StartFault,
  sourceOf,
} from '#kit';
import { neverRead } from './code/settings.ts';
import { shadowed } from './code/shadowed.ts';
import { endedFinding, mainReturned, whyCrashed, whyEnded } from './findings/ended.ts';

export function explainFault(fault: ProgramFault, files: Files): Finding {
  if (fault.kind === 'crashed' || fault.kind === 'ended-by-itself') return endedFinding(fault, sourceOf(files));
  const facts = describeFault(fault);
  if (!isStartFault(fault)) return { ...facts, hint: hints[fault.kind] };
  const source = sourceOf(files);
  const crash = fault.kind === 'ended-at-start' ? crashIn(fault.log.text.split('\n'), true) : undefined;
  if (crash) return crashedAtStart(fault, crash, source);
  const { code, ...words } = wordsOf(fault, source);
  const lacksFile = /no such file or directory/.test(fault.log.text);
  return finding({
    ...facts,
    ...words,
    hint: lacksFile ? emptyFolder : words.hint,
    evidence: [fault.log, code ?? source.find(/ListenAndServe|net\.Listen\b/, /func main\(/)],
  });
}

/** The place is the learner's line in the trace; ListenAndServe was never reached. */
function crashedAtStart(fault: StartFault, crash: Crash, source: Source): Finding {
  const { hint, code } = whyCrashed({ kind: 'crashed', crash, log: fault.log }, source);
  return finding({
    ...describeFault(fault),
    summary: `The program crashed before it listened: ${crash.kind === 'panic' ? 'panic' : 'fatal error'}: ${crash.message}.`,
    hint: exitsOnError.test(crash.message) ? hintForEnd([crash.message], true, source) : hint,
    evidence: [...code, fault.log],
  });
}

/** An error that the program itself made a panic of. */
const exitsOnError = /address already in use|missing port in address/;

const hints: Partial<Record<ProgramFault['kind'], string>> = {
  'no-module': 'Is this the right folder? In an empty one, "go mod init NAME" makes the file.',
  'no-main': 'The first line of main.go is "package main".',
  'several-mains': 'Move the program that should be graded to the root or keep it as the only one under cmd/.',
  'broken-module': 'Restore go.mod from the starter; the exercises need nothing but the standard library.',
  'ended-under-probe':
    'A panic outside a handler ends the whole program; so do log.Fatal and os.Exit. Its output says which.',
  'silent-under-probe': 'Something keeps the whole program from running: an endless loop, or far too much memory.',
};

const emptyFolder =
  'We start the built program in an empty folder, as a container does: files beside the source are not there. Put them into the binary with //go:embed, or do without them.';

/** `code`: the line to look at, where it is not the one that listens. */
type Words = Partial<Pick<Finding, 'summary' | 'actual' | 'hint'>> & { code?: Evidence };

function wordsOf(fault: StartFault, source: Source): Words {
  switch (fault.kind) {
    case 'ended-at-start':
      return ended(fault, source);
    case 'listens-on-other-port':
      return otherPort(source);
    case 'listens-on-other-address':
      return { hint: 'Listen on all addresses: ":" + port.' };
    case 'never-listens':
      return silent(fault.residentBytes ?? 0);
  }
}

function otherPort(source: Source): Words {
  const fixed = source.find(inText(fixedPort));
  const hint = 'Read the port with os.Getenv("PORT") and take 8080 only where that is empty.';
  if (fixed) return { hint: `The port is written into the code here. ${hint}`, code: fixed };
  const unread = neverRead('PORT', source);
  if (unread) return { hint: unread.hint, code: unread.code };
  const lost = shadowed(source, /^"/);
  if (lost) return lost;
  return { hint, code: source.find(inText(/\bPORT\b/)) };
}

/** `":8080"` where an address belongs; for the hint alone. */
const fixedPort = /(ListenAndServe\w*|net\.Listen)\([^)]*"[^"]*:\d+"|\bAddr:\s*"[^"]*:\d+"/;

function ended(fault: Extract<StartFault, { kind: 'ended-at-start' }>, source: Source): Words {
  const printed = fault.log.text.split('\n');
  const panic = printed.find((line) => /^panic:|^fatal error:/.test(line));
  const summary = panic
    ? `The program crashed before it listened: ${panic}`
    : `The program ended before it listened: ${describeExit(fault.exit)}.`;
  if (fault.exit.code === 0 && !panic) {
    const { hint, code } = whyEnded(fault.exit, source);
    if (hint !== mainReturned) return { summary, hint, code: code[0] };
  }
  return { summary, hint: hintForEnd(printed, panic !== undefined, source) };
}

function hintForEnd(printed: readonly string[], panicked: boolean, source: Source): string {
  const says = (words: RegExp) => printed.some((line) => words.test(line));
  if (says(/address already in use/))
    return 'It tried a port that is taken, not the one in $PORT: read the port with os.Getenv("PORT").';
  if (says(/address \S+: missing port in address/))
    return 'An address has a colon before its port: ":"+port listens on that port of all addresses.';
  if (panicked)
    return 'What it printed names the line, below "goroutine 1": the first of your files there is where to look.';
  if (source.has(inText(fixedPort)))
    return 'A port is written into the code, and that one may be taken here: read it with os.Getenv("PORT"). ListenAndServe returns an error when it can’t listen; log.Fatal(http.ListenAndServe(…)) prints it.';
  return 'A server runs until it is told to stop. Look at what it printed, and at the error that ListenAndServe returns.';
}

/** A service of this size uses about 10 MB. */
const muchMemory = 128 * 2 ** 20;

function silent(residentBytes: number): Words {
  if (residentBytes <= muchMemory) return { hint: 'Does main reach ListenAndServe? Something before it may block.' };
  return {
    summary: 'The program runs and uses a lot of memory, but does not listen on any port.',
    actual: `no connection was accepted; by then the program used ${Math.round(residentBytes / 2 ** 20)} MiB of memory`,
    hint: 'Does main reach ListenAndServe? A loop before it may have no end.',
  };
}
