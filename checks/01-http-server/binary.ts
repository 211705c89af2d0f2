/** The program as a file: static, and for other platforms. */
import {
  type BinaryInfo,
  type Build,
  type CheckContext,
  check,
  describe,
  describeFault,
  FaultyProgram,
  fail,
} from '#kit';
import { look } from './api.ts';

/** One file without an interpreter that runs with nothing but PORT in its environment, from an empty folder. */
export const staticBinary = check(
  'static',
  'is one static file that needs nothing else to run',
  { exclusive: true, timeoutMs: 300_000, lesson: 'One file to ship' },
  async (context) => {
    const build = await built(context);
    const info = await context.go.inspect(build.binary);
    expectNoInterpreter(info);
    await expectRunsBare(context);
    await measureFile(context, build, info);
  },
);

type Built = Extract<Build, { ok: true }>;

/** The gate `compiles` has built it already. */
async function built({ go }: CheckContext): Promise<Built> {
  const build = await go.build('plain');
  if (!build.ok) throw new Error('the plain build failed after the gate had passed');
  return build;
}

function expectNoInterpreter(info: BinaryInfo): void {
  if (info.format !== 'elf' || info.interpreter === undefined) return;
  fail({
    summary: `The binary is not static: it asks the system for ${info.interpreter}.`,
    expected: 'an ELF file without an interpreter',
    actual: `interpreter ${info.interpreter}`,
    hint: 'CGO_ENABLED=0 is set by the check. What is left is a linker setting in the source.',
    evidence: [],
  });
}

async function expectRunsBare({ app, http, files }: CheckContext): Promise<void> {
  const how = 'With nothing but PORT in its environment, started from an empty folder,';
  const hint =
    'A container from scratch has no HOME, no PATH and no files beside the binary. Give every setting a default, and put files into the binary with //go:embed.';
  const code = look(
    files,
    /UserHomeDir|UserConfigDir|user\.Current|os\.(Open|ReadFile|ReadDir)\(|ParseFiles|ParseGlob/,
    /Getenv|LookupEnv/,
  );
  try {
    const server = await app.start({ bare: true });
    const reply = await http.get(server.url('/health'));
    if (reply.outcome === 'answered') return;
    const actual = describe(reply);
    fail({
      summary: `${how} the program does not answer.`,
      expected: 'an answer to GET /health',
      actual,
      hint,
      evidence: [reply.evidence, server.log.evidence, code],
    });
  } catch (error) {
    if (!(error instanceof FaultyProgram)) throw error;
    const seen = describeFault(error.fault);
    fail({
      ...seen,
      summary: `${how} the program does not come up: ${seen.actual}.`,
      hint,
      evidence: [...seen.evidence, code],
    });
  }
}

async function measureFile({ go, measure }: CheckContext, build: Built, info: BinaryInfo): Promise<void> {
  measure('binary', build.bytes, 'bytes');
  const small = info.stripped ? build : await go.buildWith('-s -w');
  if (small.ok) measure('binary-stripped', small.bytes, 'bytes');
  measure('rebuild', await go.rebuildMs(), 'ms');
}

/** Builds for another system by environment alone. */
export const crossCompiles = check(
  'cross-compiles',
  'cross-compiles with GOOS and GOARCH alone',
  { level: 'stretch', timeoutMs: 600_000, lesson: 'One file to ship' },
  async ({ go, log, files }) => {
    const goos = process.platform === 'win32' ? 'linux' : 'windows';
    log(
      'build',
      `GOOS=${goos} GOARCH=amd64 go build (the very first time this compiles the standard library: some 20 s)`,
    );
    const build = await go.buildFor(goos, 'amd64');
    if (build.ok) return;
    const [first] = build.diagnostics;
    fail({
      summary: first
        ? `The program does not build for ${goos}: ${first.file}:${first.line}: ${first.message}.`
        : `The program does not build for ${goos}.`,
      expected: `GOOS=${goos} GOARCH=amd64 go build succeeds`,
      actual: first?.message ?? 'go build failed',
      hint: 'The package syscall differs from system to system. Use what os, os/signal and net offer, or put such code into a file with a build constraint and a twin for the other systems.',
      evidence: [go.evidence(`GOOS=${goos} go build`, build.diagnostics, build.output), look(files, /"syscall"/)],
    });
  },
);
