/** What a learner reads when the program did not build or did not come up. */
import {
  type Build,
  type BuildMode,
  describe,
  type Evidence,
  Failure,
  type Files,
  type Finding,
  type Server,
} from '../../kit/index.ts';
import { diagnosticsEvidence } from '../go/diagnostics.ts';

export function notCompiled(build: Extract<Build, { ok: false }>, mode: BuildMode): Failure {
  const [first] = build.diagnostics;
  const how = mode === 'race' ? ' with -race' : '';
  return new Failure({
    summary: first
      ? `The program does not compile${how}: ${first.file}:${first.line}: ${first.message}`
      : `go build${how} failed.`,
    evidence: [diagnosticsEvidence(`go build${how}`, build.diagnostics, build.output)],
  });
}

/** Ended, listening somewhere else, or not listening at all: three different mistakes. */
export async function notStarted(server: Server, files: Files): Promise<Failure> {
  const expected = `it accepts connections on 127.0.0.1:${server.port} (PORT=${server.port}) within 5 seconds of its start`;
  const exit = server.running ? undefined : await server.exited(1_000);
  if (exit)
    return new Failure({ expected, ...ended(server, describe(exit), files), evidence: evidence(server, files) });
  const ports = (await server.listeningPorts()) ?? [];
  const elsewhere = ports.filter((port) => port !== server.port);
  const held = (await server.residentBytes()) ?? 0;
  const finding =
    elsewhere.length > 0 ? wrongPort(elsewhere) : ports.length > 0 ? wrongAddress(server.port) : nowhere(held);
  return new Failure({ expected, ...finding, evidence: evidence(server, files) });
}

type Words = Pick<Finding, 'summary' | 'actual' | 'hint'>;

/** `":8080"` where an address belongs; for the hint alone. */
const fixedPort = /(ListenAndServe\w*|net\.Listen)\([^)]*"[^"]*:\d+"|\bAddr:\s*"[^"]*:\d+"/;

function ended(server: Server, how: string, files: Files): Words {
  const printed = server.log.evidence.text.split('\n'); // with the learner's own paths
  const inUse = printed.some((line) => /address already in use/.test(line));
  const noColon = printed.some((line) => /address \S+: missing port in address/.test(line));
  const panic = printed.find((line) => /^panic:|^fatal error:/.test(line));
  return {
    summary: panic
      ? `The program crashed before it listened: ${panic}`
      : `The program ended before it listened: ${how}.`,
    actual: how,
    hint: hintOf({ inUse, noColon, panic: panic !== undefined, fixed: files.locate(fixedPort) !== undefined }),
  };
}

type Signs = { inUse: boolean; noColon: boolean; panic: boolean; fixed: boolean };

function hintOf({ inUse, noColon, panic, fixed }: Signs): string {
  if (inUse) return 'It tried a port that is taken, not the one in $PORT: read the port with os.Getenv("PORT").';
  if (noColon) return 'An address has a colon before its port: ":"+port listens on that port of all addresses.';
  if (panic)
    return 'What it printed names the line, below "goroutine 1": the first of your files there is where to look.';
  if (fixed)
    return 'A port is written into the code, and that one may be taken here: read it with os.Getenv("PORT"). ListenAndServe returns an error when it can’t listen; log.Fatal(http.ListenAndServe(…)) prints it.';
  return 'A server runs until it is told to stop. Look at what it printed, and at the error that ListenAndServe returns.';
}

function wrongPort(ports: number[]): Words {
  const list = ports.join(', ');
  return {
    summary: `The program listens on port ${list}, not on the one in the environment variable PORT.`,
    actual: `it listens on port ${list}`,
    hint: 'Read the port with os.Getenv("PORT") and take 8080 only where that is empty.',
  };
}

function wrongAddress(port: number): Words {
  return {
    summary: `The program listens on port ${port}, but not on an address that 127.0.0.1 reaches.`,
    actual: 'a connection to 127.0.0.1 is refused',
    hint: 'Listen on all addresses: ":" + port.',
  };
}

/** A service of this size holds some 10 MB. */
const muchMemory = 128 * 2 ** 20;

function nowhere(held: number): Words {
  if (held > muchMemory)
    return {
      summary: 'The program runs and holds much memory, but does not listen on any port.',
      actual: `no connection was accepted; by then the program held ${Math.round(held / 2 ** 20)} MiB of memory`,
      hint: 'Does main reach ListenAndServe? A loop before it may have no end.',
    };
  return {
    summary: 'The program runs, but does not listen on any port.',
    actual: 'no connection was accepted',
    hint: 'Does main reach ListenAndServe? Something before it may block.',
  };
}

function evidence(server: Server, files: Files): Evidence[] {
  const at = files.locate(/^(?!\s*\/\/).*(ListenAndServe|net\.Listen\b)/) ?? files.locate(/ListenAndServe/);
  return [server.log.evidence, ...(at ? [files.excerpt(at)] : [])];
}
