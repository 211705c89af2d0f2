/**
 * What engines, builders and container runtimes say, read in this one place: everything else works with causes. Builders
 * give no error codes, so their texts are all there is to tell a full disk from a mistake in the Dockerfile.
 */
import type { BuildCause, Lack, MachineTrouble, StartCause } from '../../../kit/index.ts';

/** Texts of builders, registries and of the tools that RUN starts (apk, apt, git, go). The first that matches counts. */
const machineTroubles: [MachineTrouble, RegExp][] = [
  ['disk-full', /no space left on device/i],
  ['rate-limited', /toomanyrequests|rate limit/i],
  ['credentials', /error getting credentials|docker-credential-/i],
  ['proxy', /proxyconnect|Proxy Authentication Required|certificate signed by unknown authority/i],
  ['out-of-memory', /cannot allocate memory|exit code: 137|signal: killed|returned a non-zero code: 137/i],
  ['engine-gone', /Cannot connect to the Docker daemon|error during connect|daemon is not running/i],
];

const network =
  /no such host|i\/o timeout|network is unreachable|TLS handshake timeout|temporary failure in name resolution|Temporary failure resolving|could ?n.t resolve host|server misbehaving|temporary error \(try again later\)|connection timed out|dial tcp .*connection refused|failed to do request/i;

/** Why a builder gave up. `printed`: what the failing step printed. */
export function buildCause(message: string, printed: readonly string[], step: string): BuildCause {
  const text = [message, ...printed.slice(-40), step].join('\n');
  const trouble = machineTroubles.find(([, words]) => words.test(text))?.[0];
  if (trouble) return { kind: trouble };
  if (network.test(text)) return { kind: 'network', ...imageIn(text) };
  if (/no active sessions?/.test(text)) return { kind: 'no-command-line' };
  return (
    missingFile(text, step) ??
    missingImage(text) ??
    unreadableLine(text) ??
    (noShell.test(text) ? { kind: 'no-shell' } : { kind: 'other' })
  );
}

/** As a registry's address or the name of a step has it. */
function imageIn(text: string): { image?: string } {
  const [, name, tag] = /\/v2\/(\S+)\/manifests\/([\w.:-]+)/.exec(text) ?? [];
  const named = name && tag ? `${name}${tag.includes(':') ? '@' : ':'}${tag}` : undefined;
  const step = /(?:image config for|load metadata for) (?:docker-image:\/\/)?([^\s:]+:[\w.-]+)/.exec(text)?.[1];
  const image = (named ?? step)?.replace(/^docker\.io\//, '').replace(/^library\//, '');
  return image === undefined ? {} : { image };
}

/** The classic builder found a step in its cache, and the image was removed before it was used: by another run that ended. */
export const cacheVanished = (message: string): boolean =>
  /failed to get digest sha256:|No such image: sha256:/.test(message);

/** An engine before 18.09, or one that was made without BuildKit; said by the engine, or by the command line that asked it. */
export const refusesBuildKit = (message: string): boolean =>
  /buildkit (is )?(not|only) (supported|enabled)|(does not|doesn't) support buildkit|invalid (builder )?version:? "?2/i.test(
    message,
  );

/** The step, or what precedes the first one, waits for a registry. */
export const isFetching = (step: string): boolean => /load metadata|resolve image|(^|\] )FROM /.test(step);

const noShell = /\/bin\/sh.*no such file or directory/;
const noSuchFile =
  /"\/?([^"]+)":? not found|stat:? "?\/?([^\s:"]+)"?: (?:file does not exist|no such file or directory)|failed to calculate checksum.*"\/?([^"]+)"/;

function missingFile(text: string, step: string): BuildCause | undefined {
  if (!/^(COPY|ADD)$/.test(/\b(RUN|COPY|ADD|FROM|WORKDIR)\b/.exec(step)?.[1] ?? '')) return undefined;
  const match = noSuchFile.exec(text);
  const said = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
  const path = said.replace(/^.*\/(?=go\.sum$)/, '').replace(/^.*\/buildkit-mount\d+/, '');
  return path === '' ? undefined : { kind: 'no-such-file', path };
}

function missingImage(text: string): BuildCause | undefined {
  const match =
    /pull access denied for ([^\s,]+)|manifest for (\S+) not found|([\w./-]+:[\w.-]+): not found|manifest unknown/.exec(
      text,
    );
  if (!match) return undefined;
  const image = match[1] ?? match[2] ?? match[3] ?? '';
  return { kind: 'no-such-image', image: image.replace(/^docker\.io\/(library\/)?/, '') };
}

function unreadableLine(text: string): BuildCause | undefined {
  const [, line, message] = /parse error (?:on )?line (\d+): (.+)/.exec(text) ?? [];
  return line && message ? { kind: 'unreadable-line', line: Number(line), message: message.trim() } : undefined;
}

/** A builder's message without the layers of software that it came through. */
export function plainMessage(message: string): string {
  return message
    .replace(/^Error: /, '')
    .replace(/^\(HTTP code \d+\) [\w ]+ - /, '')
    .replace(
      /^(failed to build: |failed to solve(?: with frontend [\w.]+)?: |failed to create LLB definition: |rpc error: code = \w+ desc = )+/,
      '',
    )
    .replace(/\/\S*\/buildkit-mount\d+/g, '')
    .trim();
}

/** Texts of dockerd, runc and crun. */
const startCauses: [StartCause, RegExp][] = [
  ['no-such-user', /unable to find (user|group)|no matching entries in (passwd|group)/],
  ['user-out-of-range', /uids and gids must be in range/],
  ['wrong-format', /exec format error/],
  ['not-executable', /exec\b.*permission denied/],
  ['not-permitted', /exec\b.*operation not permitted/],
  ['closed-workdir', /chdir to cwd/],
  ['read-only-root', /read-only file system/i],
];

export function startCause(message: string): StartCause {
  return startCauses.find(([, words]) => words.test(message))?.[0] ?? 'other';
}

/** A runtime's message without the names of the engine's own parts that it came through. */
export const plainRefusal = (message: string): string =>
  message
    .replace(/^.*(unable to start container process|starting container process caused): /s, '')
    .replace(/: unknown$/, '');

/** What keeps an engine from starting any container at all. */
const startLacks: [RegExp, Pick<Lack, 'state' | 'fix'>][] = [
  [
    /no space left on device/i,
    { state: 'exhausted', fix: 'Its disk is full: docker system df shows what takes the room.' },
  ],
  [/cannot allocate memory/i, { state: 'exhausted', fix: 'Close other containers, or give the engine more memory.' }],
  [
    /external connectivity|port is already allocated|iptables|network \S+ not found/i,
    { state: 'unsuitable', fix: 'Restarting the engine sets its networks up again.' },
  ],
];

export function startLack(message: string): Lack | undefined {
  const known = startLacks.find(([words]) => words.test(message))?.[1];
  return known && { need: 'docker', what: `The Docker engine could not start a container: ${message}.`, ...known };
}

/** A rootless engine may have no say over memory and processor time. */
export const refusesLimits = (message: string): boolean =>
  /cgroup|CFS|(limit|NanoCPUs|memory|pids).*(not support|can ?not be set)|not support.*limit/i.test(message);
