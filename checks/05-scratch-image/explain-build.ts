import { block, type CheckContext, type Dockerfile, type ImageBuild } from '#kit';

type Failed = ImageBuild & { ok: false };
type Explanation = { summary: string; hint: string; actual?: string; line?: number };

const wholeText = ({ message, printed, step }: Failed) => [message, ...printed.slice(-40), step?.text ?? ''].join('\n');

/* ---- the machine's lack ---- */

const network =
  /no such host|i\/o timeout|network is unreachable|TLS handshake timeout|temporary failure in name resolution|Temporary failure resolving|could ?n.t resolve host|server misbehaving|temporary error \(try again later\)|connection timed out|dial tcp .*connection refused|failed to do request/i;

/** Everything here says what to do on this machine; none of it is the learner's program. */
const lacks: [RegExp, string][] = [
  [
    /no space left on device/i,
    "The engine's disk is full, so docker build could not finish. docker system df shows what takes the room; docker builder prune frees build caches (they are made again when needed).",
  ],
  [
    /toomanyrequests|rate limit/i,
    'The registry refuses more downloads from your address for now. docker login raises the limit; or wait, and check again. Images that are here already are not downloaded again.',
  ],
  [
    /error getting credentials|docker-credential-/i,
    'docker could not ask its credentials helper. Look at credsStore in ~/.docker/config.json: install the helper it names, or remove the line; then check again.',
  ],
  [
    /proxyconnect|Proxy Authentication Required|certificate signed by unknown authority/i,
    'A proxy between this machine and the registry is in the way. Tell the engine about it: https://docs.docker.com/engine/daemon/proxy/. Then check again.',
  ],
  [
    /cannot allocate memory|exit code: 137|signal: killed|returned a non-zero code: 137/i,
    'The engine ran out of memory during the build. Give it more (Docker Desktop, Colima: settings, 2 GB are plenty), or close other containers; then check again.',
  ],
  [
    /Cannot connect to the Docker daemon|error during connect|daemon is not running/i,
    'The Docker engine went away during the build. Start it, then check again.',
  ],
];

export function blockIfMachine(build: Failed, read: Dockerfile | undefined): void {
  if (build.why !== 'failed' || misspeltStage(build, read)) return;
  const text = wholeText(build);
  const known = lacks.find(([words]) => words.test(text));
  if (known) block('docker', known[1]);
  if (network.test(text))
    block(
      'docker',
      `The build needs the network, and it is not in reach: ${firstLine(build.message)}. Once you are online, check again${pullAdvice(read)}.`,
    );
}

function pullAdvice(read: Dockerfile | undefined): string {
  const bases = (read?.stages ?? []).filter(({ from, base }) => from === base && base !== 'scratch');
  return bases.length === 0 ? '' : `; docker pull ${bases[0]?.base} fetches the image beforehand`;
}

const firstLine = (text: string) => text.split('\n')[0]?.slice(0, 300) ?? '';

/* ---- the learner's Dockerfile ---- */

export function explain(build: Failed, read: Dockerfile | undefined, context: CheckContext): Explanation {
  if (build.why === 'timed-out') return neverEnded(build);
  if (build.why === 'printed-too-much') return flooded(build);
  const text = wholeText(build);
  return (
    misspeltStage(build, read) ??
    missingFile(text, build, context) ??
    noSuchImage(text) ??
    unreadable(text) ??
    known(text) ?? {
      summary: `The build stops${where(build)}: ${firstLine(build.message || text)}`.replace(/[^.!?]$/, '$&.'),
      hint: 'Run docker build . yourself: it prints the same. The step that stopped is in your Dockerfile, and what it printed is below.',
    }
  );
}

const where = ({ step }: Failed) => (step?.line ? ` at Dockerfile:${step.line}` : '');
const keywordOf = ({ step }: Failed) => /\b(RUN|COPY|ADD|FROM|WORKDIR)\b/.exec(step?.text ?? '')?.[1];

function neverEnded(build: Failed): Explanation {
  const minutes = Math.max(1, Math.round(build.ms / 60_000));
  return {
    summary: `The build was still running after ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, so it was stopped${where(build)}.`,
    hint: 'A RUN must come to an end by itself: starting the server belongs in ENTRYPOINT, where it runs with the container, not while the image is made.',
    actual: build.step ? `still at: ${build.step.text.slice(0, 160)}` : 'it never ended',
  };
}

function flooded(build: Failed): Explanation {
  return {
    summary: `The build printed without end, so it was stopped${where(build)}.`,
    hint: 'Look for a loop in that RUN. A command that never ends cannot be part of a build.',
    actual: 'more than 32 MB of output',
  };
}

/** COPY --from=buidl: Docker takes an unknown name for an image and tries to download it. */
function misspeltStage(build: Failed, read: Dockerfile | undefined): Explanation | undefined {
  const names = (read?.stages ?? []).flatMap(({ name }, index) => [name?.toLowerCase(), String(index)]);
  const text = wholeText(build);
  const from = (read?.instructions ?? []).find(({ keyword, flags }) => {
    const stage = flags.from;
    return keyword === 'COPY' && stage && !/[./:@$]/.test(stage) && !names.includes(stage.toLowerCase());
  });
  if (!from || !text.includes(String(from.flags.from))) return undefined;
  const known = names.filter((name) => name !== undefined && !/^\d+$/.test(name));
  return {
    summary: `Dockerfile:${from.line} copies from a stage named ${from.flags.from}, and there is none.`,
    actual: known.length > 0 ? `the stages with a name: ${known.join(', ')}` : 'no stage has a name',
    hint: 'FROM … AS build gives a stage its name, and COPY --from=build takes from it. An unknown name is taken for an image to download.',
    line: from.line,
  };
}

const notFound =
  /"\/?([^"]+)":? not found|stat ([^\s:]+): (?:file does not exist|no such file or directory)|failed to calculate checksum.*"\/?([^"]+)"/;

function missingFile(text: string, build: Failed, { docker, files }: CheckContext): Explanation | undefined {
  if (keywordOf(build) !== 'COPY' && keywordOf(build) !== 'ADD') return undefined;
  const match = notFound.exec(text);
  const said = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
  const path = said.replace(/^.*\/(?=go\.sum$)/, '').replace(/^.*\/buildkit-mount\d+/, '');
  if (path === '') return undefined;
  if (/--from=/.test(build.step?.text ?? ''))
    return {
      summary: `The build stops${where(build)}: the stage it copies from has no ${copied(build) ?? path.replace(/^\/?/, '/')}.`,
      hint: 'The path must be the one that go build -o wrote to. A relative -o lands in that stage’s WORKDIR.',
    };
  if (path === 'go.sum' && files.read('go.sum') === undefined)
    return {
      summary: `The build stops${where(build)}: it copies go.sum, and this module has none.`,
      actual: 'no go.sum in the folder: a module without dependencies has nothing to put in it',
      hint: 'COPY go.mod ./ is enough for now. COPY go.mod go.sum* ./ works with and without one.',
    };
  const by = files.list().includes(path) ? docker.buildContext().decides(path) : undefined;
  if (by)
    return {
      summary: `The build stops${where(build)}: ${path} is there, but ${by.file}:${by.line} (${by.pattern}) leaves it out.`,
      hint: 'COPY sees only what the ignore file lets through. A line further down that begins with ! brings a path back.',
    };
  return {
    summary: `The build stops${where(build)}: there is no ${path} to copy.`,
    hint: 'Paths in COPY begin at the folder you build, beside go.mod; nothing above it can be copied.',
  };
}

/** The only source of a COPY, as it stands in the step. */
function copied({ step }: Failed): string | undefined {
  const words = (step?.text ?? '').split(/\s+/).filter((word) => word !== '' && !word.startsWith('--'));
  const sources = words.slice(words.indexOf('COPY') + 1, -1);
  return sources.length === 1 ? sources[0] : undefined;
}

function noSuchImage(text: string): Explanation | undefined {
  const match =
    /(?:pull access denied for ([^\s,]+)|manifest for (\S+) not found|([\w./-]+:[\w.-]+): not found|manifest unknown)/.exec(
      text,
    );
  if (!match) return undefined;
  const image = (match[1] ?? match[2] ?? match[3] ?? '').replace(/^docker\.io\/(library\/)?/, '');
  return {
    summary: `There is no image ${image || 'of that name'} to build on.`,
    hint: 'Look at the name and the tag behind FROM; hub.docker.com/_/golang lists the tags that exist, golang:1.26-alpine among them.',
  };
}

function unreadable(text: string): Explanation | undefined {
  const [, line, words] = /parse error (?:on )?line (\d+): (.+)/.exec(text) ?? [];
  if (!line || !words) return undefined;
  return {
    summary: `Docker can't read the Dockerfile, line ${line}: ${words.trim().replace(/\.$/, '')}.`,
    hint: 'The line is marked below. The check above it, on the Dockerfile itself, may say more.',
    line: Number(line),
  };
}

const explanations: [RegExp, Omit<Explanation, 'actual' | 'line'>][] = [
  [
    /go: not found|exec: "go": executable file not found/,
    {
      summary: 'The build stops: there is no go command in that stage.',
      hint: 'The stage that runs go build must be FROM golang:1.26-alpine or another image with Go in it.',
    },
  ],
  [
    /\/bin\/sh.*no such file or directory/,
    {
      summary: 'The build stops: RUN needs a shell, and the stage has none.',
      hint: 'FROM scratch is empty. Do everything in the first stage, and only COPY --from=build into the last one.',
    },
  ],
  [
    /go\.mod requires go >= |requires go >=/,
    {
      summary: 'The build stops: the Go in the base image is older than go.mod asks for.',
      hint: 'Take a newer base, such as golang:1.26-alpine, or lower the go line in go.mod.',
    },
  ],
  [
    /go: go\.mod file not found|cannot find main module/,
    {
      summary: 'The build stops: go build finds no go.mod where it runs.',
      hint: 'COPY go.mod and the source into the WORKDIR, and run go build there.',
    },
  ],
  [
    /no Go files in|is not in std|directory not found|cannot find package|no required module provides/,
    {
      summary: 'The build stops: go build finds no package at that path.',
      hint: 'The program is ./cmd/server, seen from the folder of go.mod. Is all of cmd/ and internal/ copied in before?',
    },
  ],
  [
    /requires BuildKit|the --\w+ option requires BuildKit|Unknown flag: (link|mount)/i,
    {
      summary: 'The build stops: the Dockerfile uses words that only BuildKit knows.',
      hint: 'Install the buildx plugin (Debian, Ubuntu: docker-buildx), or leave --mount and --link out.',
    },
  ],
];

function known(text: string): Explanation | undefined {
  return explanations.find(([words]) => words.test(text))?.[1];
}
