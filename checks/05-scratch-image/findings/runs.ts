/** A container that does not start, or does not answer as it should. */
import {
  type ContainerExit,
  describe,
  type Evidence,
  type Finding,
  finding,
  type Lack,
  type NotStarted,
  type Reply,
} from '#kit';
import type { Lines } from '../lines.ts';
import type { Shipped } from '../scene.ts';
import { byCause, byImage, byMemory, byPrinted, byRuntime, bySetting, endedEarly, notOn8080 } from './runs/causes.ts';

const expected = 'the container starts, and GET /healthz on port 8080 answers 200';

/** undefined: the engine refused for a reason that we know nothing about. */
export function notStarted(ship: Shipped, { cause, message }: NotStarted, lines: Lines): Finding | undefined {
  const known = byRuntime(ship, cause) ?? byImage(ship) ?? byCause[cause]?.(ship);
  if (!known) return undefined;
  const { look, ...words } = known;
  return finding({
    ...words,
    expected,
    actual: message.slice(0, 300),
    evidence: [{ kind: 'log', title: 'What the engine said', text: message }, lines.final(...look)],
  });
}

/** For a refusal that notStarted can't explain: it may well be the engine's own trouble. */
export const refusedByEngine = ({ message }: NotStarted): Lack => ({
  need: 'docker',
  state: 'unsuitable',
  what: `The Docker engine would not start the container, and says: ${message}`,
  fix: 'When docker run fails for other images too, restart the engine; then check again.',
});

/** `printed`: by the program, line by line. `exit`: unset while it still runs. */
export type Silence = { printed: readonly string[]; log: Evidence; exit?: ContainerExit };

export function neverAnswered(ship: Shipped, { printed, log, exit }: Silence, lines: Lines): Finding {
  const refused = exit?.refused;
  const text = printed.slice(-40).join('\n');
  const { look, setting, ...words } =
    byMemory(exit) ??
    (refused && byRuntime(ship, refused)) ??
    byImage(ship) ??
    (refused && byCause[refused]?.(ship)) ??
    byPrinted(text) ??
    (exit ? (bySetting(ship, text) ?? endedEarly) : notOn8080(ship));
  return finding({
    ...words,
    expected,
    actual: exit ? endOf(exit) : 'it runs, and nothing answers',
    evidence: [log, (setting === undefined ? undefined : lines.setting(setting)) ?? lines.final(...look)],
  });
}

export const notHealthy = (reply: Reply, log: Evidence): Finding =>
  finding({
    summary: 'The container runs, and GET /healthz does not answer 200.',
    expected: 'GET /healthz → 200',
    actual: describe(reply),
    hint: 'The service of the starter answers it. Is it this program that the Dockerfile builds (./cmd/server)?',
    evidence: [reply.evidence, log],
  });

/** A note: a cluster may set another address, but as it ships the image does not get ready. */
export const neverReady = (address: string, reply: Reply): string =>
  `The image sets DB_ADDR=${address}, and as it ships it is not ready: GET /readyz → ${describe(reply)}. ${
    /^(localhost|127\.|\[?::1)/.test(address) ? 'That address is the container itself, where nothing else runs. ' : ''
  }The address belongs to the place where the image runs, not into the image.`;

const endOf = ({ code, outOfMemory }: ContainerExit) =>
  outOfMemory ? 'ended by the engine: more than 32 MiB of memory' : `it ended by itself, exit code ${code}`;
